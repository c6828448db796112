/* eslint-disable no-template-curly-in-string -- source text, as it is found */
/** A regular expression that is not found linear, or is made when the program runs, and why it costs nobody time all the same. */
export interface BoundedRegex {
  /** From `packages/` on. */
  readonly file: string;
  /** As it stands there. */
  readonly text: string;
  /** What bounds it, and where that is seen to. */
  readonly bound: string;
}

/** Each is looked for: one that is gone, or is proven linear by now, has to leave this list. */
export const boundedRegexes: readonly BoundedRegex[] = [
  {
    file: "core/src/calls/read-destination.ts",
    text: "/([^/@&]*)@/g",
    bound:
      "256 characters: the value of an address of kind line or sip, parsed whole before the gates of a call see it",
  },
  {
    file: "core/src/policy/opt-out-words.ts",
    text: "/^[\\s\\p{P}\\p{S}]+|[\\s\\p{P}\\p{S}]+$/gu",
    bound: "64 characters: readOptOut looks at nothing longer; NFKD makes 18 of one at most",
  },
  {
    file: "core/src/rights/person-search.ts",
    text: "new RegExp(`(?<![0-9])${value.slice(1)}(?![0-9])`)",
    bound: "the digits of one phone number, and no repetition",
  },
  {
    file: "core/src/rights/person-search.ts",
    text: 'new RegExp(`(?<![a-z0-9._+-]|%2b)${encoded(value)}(?![a-z0-9-]|\\\\.[a-z0-9])`, "i")',
    bound:
      "one address of at most 320 characters, each escaped, in two or three spellings that begin differently; no repetition",
  },
  {
    file: "core/src/rights/person-search.ts",
    text: "new RegExp(`(?<![A-Za-z0-9])${encoded(value)}(?![A-Za-z0-9])`)",
    bound:
      "one handle of at most 256 characters, each escaped, in two or three spellings that begin differently; no repetition",
  },
  {
    file: "create-provider/src/provider-files.ts",
    text: "/^```ts file=(\\S+)\\n([\\s\\S]*?)^```$/gm",
    bound: "the guide that is published in the package itself",
  },
  {
    file: "provider-email/src/mail/bounce/find-addresses.ts",
    text: "/([^\\s<>()[\\]\"',;:=\\\\|`@]{1,64})@([^\\s<>()[\\]\"',;:=\\\\|`@/?*]{1,253})/gu",
    bound: "64 steps from each character, since neither half holds an @: linear in a report of at most 256 KiB",
  },
  {
    file: "provider-email/src/mail/bounce/find-failed-recipients.ts",
    text: "/(?:unknown user|delivery userid|delivery failed|deliver message to|delivered to|mail to|recipients?|permanent errors|address|mailbox is full|reach the following recipient)[^@]{0,80}@/i",
    bound: "80 steps after each label, since what is skipped holds no @: linear in a report of at most 256 KiB",
  },
  {
    file: "provider-email/src/smtp/compose/dkim-signature.ts",
    text: "/.{70}(?=.)/g",
    bound: "70 steps from each character: linear in a signature, base64 that Node wrote",
  },
  {
    file: "provider-email/src/smtp/compose/encode-base64-lines.ts",
    text: "/.{76}(?=.)/g",
    bound: "76 steps from each character: linear in a file, base64 that Node wrote",
  },
  {
    file: "provider-telephony/src/asterisk/ari/call-id.ts",
    text: "/^plugboard-(.+)-[0-9a-f-]{36}$/",
    bound: "36 steps from each character, begun once: linear in the name of a recording, which this provider gave it",
  },
  {
    file: "provider-telephony/src/testing/twilio/read-twiml.ts",
    text: '/([A-Za-z]+)="([^"]*)"/g',
    bound: "for tests: the tags of TwiML that our own provider wrote",
  },
  {
    file: "provider-testkit/src/openapi/openapi-description.ts",
    text: "new RegExp(textOf(rule))",
    bound: "for tests: patterns of a provider's own description, kept as a fixture",
  },
  {
    file: "provider-testkit/src/openapi/openapi-description.ts",
    text: 'new RegExp(`^${escaped.replace(/\\{\\w+\\}/g, "([^/]+?)")}$`)',
    bound: "for tests: paths of a provider's own description, kept as a fixture",
  },
  {
    file: "provider-testkit/src/personal-data/canary-forms.ts",
    text: "/=+$/",
    bound: "for tests: base64 that Node wrote, which ends in two = at most",
  },
];
