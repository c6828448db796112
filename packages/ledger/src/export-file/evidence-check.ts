import { createHash } from "node:crypto";
import { actText, consentHash, LedgerFormatError, type SealedText } from "@plugboard/core/sealing";
import { z } from "zod";
import type { ReportBook } from "../verify/report-book.js";
import type { Line } from "./line-schemas.js";

const detailsSchema = z.looseObject({
  /** Of a consent as it stood after the act; absent in acts from before it was sealed. */
  recordSha256: z.string().optional(),
  wordingHash: z.string().optional(),
  purposes: z.array(z.string()).optional(),
  authority: z.string().optional(),
  at: z.string().optional(),
  /** Of what was shown, as JSON; absent in acts from before it was sealed. */
  shownSha256: z.string().optional(),
  documents: z.array(z.unknown()).optional(),
  termsAccepted: z.looseObject({ actor: z.string(), at: z.string() }).optional(),
});
type Details = z.output<typeof detailsSchema>;
const CONSENT_ACTS: ReadonlySet<string> = new Set([
  ...["consent-given", "consent-requested", "consent-confirmed", "consent-withdrawn", "consent-rectified"],
]);
const SUPPRESSION_ACTS: ReadonlySet<string> = new Set(["recipient-suppressed", "recipient-released"]);
const GIVEN: ReadonlySet<string> = new Set(["consent-given", "consent-requested"]);

interface Expected {
  readonly line: number;
  readonly what: string;
  readonly fits: (action: string, subject: string, details: Details, actor: string) => boolean;
}

/** Looks for the sealed act behind every record of an evidence bundle: a consent that was written into it later has none. */
export class EvidenceCheck {
  private readonly expected: Expected[] = [];
  private readonly consents = new Map<string, { readonly line: number; readonly sha256: string }>();
  /** By consent: what the last sealed act about it says of it. */
  private readonly sealedConsents = new Map<string, string | undefined>();
  /** Scopes of suppressions: those in the bundle, and those that stand by the last sealed act about them. */
  private readonly scopes = new Set<string>();
  private readonly sealedScopes = new Map<string, boolean>();
  /** By channel: the activation of the bundle, and who accepted terms when by the sealed acts since it was last set up. */
  private readonly activations = new Map<string, { readonly line: number; readonly accepted: readonly string[] }>();
  private readonly sealedAcceptances = new Map<string, string[]>();
  private recipient = "";

  constructor(private readonly book: ReportBook) {}

  begin({ recipient }: Line<"evidence">): void {
    this.recipient = recipient;
  }

  consent(consent: Line<"consent">, line: number): void {
    const { consentId, wordingHash, purposes, confirmation, withdrawn, salt = "" } = consent;
    this.consents.set(consentId, { line, sha256: consentHash({ ...consent, salt }, this.recipient) });
    this.expect(
      line,
      "no sealed act says that this consent was given in these words, for these purposes",
      (action, subject, details) => {
        const saysSo = details.wordingHash === wordingHash && String(details.purposes) === String(purposes);
        return GIVEN.has(action) && subject === consentId && saysSo;
      },
    );
    if (confirmation?.confirmedAt !== undefined)
      this.expect(
        line,
        "no sealed act says that this consent was confirmed",
        (action, subject) => action === "consent-confirmed" && subject === consentId,
      );
    if (withdrawn.length > 0)
      this.expect(
        line,
        "no sealed act says that this consent was withdrawn",
        (action, subject) => action === "consent-withdrawn" && subject === consentId,
      );
  }

  suppression({ scope }: Line<"suppression">, line: number): void {
    this.scopes.add(scope);
    this.expect(
      line,
      "no sealed act says that the person was put on the list",
      (action, subject) => action === "recipient-suppressed" && subject === `${this.recipient}/${scope}`,
    );
  }

  activation({ channelId, instructed, shown, acceptances }: Line<"activation">, line: number): void {
    this.activations.set(channelId, { line, accepted: acceptances.map(({ act }) => whoWhen(act)) });
    this.expect(
      line,
      "no sealed act says that this channel was activated by this person, who was shown this",
      (action, subject, details, actor) =>
        action === "channel-activated" &&
        subject === channelId &&
        (instructed === undefined || isOf(instructed, actor, details)) &&
        wasShown(shown, details),
    );
    for (const { act, documents, shown: also } of acceptances)
      this.expect(
        line,
        "no sealed act says that these terms were accepted by this person then",
        (action, subject, details, actor) => {
          if (subject !== channelId) return false;
          const isSame = details.documents === undefined || asJson(details.documents) === asJson(documents);
          if (action === "terms-accepted") return isOf(act, actor, details) && isSame && wasShown(also, details);
          const { termsAccepted } = details;
          const isTheirs = termsAccepted?.actor === act.actor && termsAccepted.at === act.at;
          return action === "channel-activated" && also === undefined && isTheirs && isSame;
        },
      );
  }

  act(entry: SealedText): void {
    let read;
    try {
      read = actText.decode(entry);
    } catch (error) {
      if (error instanceof LedgerFormatError) return;
      throw error;
    }
    const { action, subject, actor } = read;
    const details = detailsSchema.safeParse(jsonIn(read.details));
    if (!details.success) return;
    if (CONSENT_ACTS.has(action)) this.sealedConsents.set(subject, details.data.recordSha256);
    const [recipient, scope] = subject.split("/");
    if (recipient === this.recipient && scope !== undefined && SUPPRESSION_ACTS.has(action))
      this.sealedScopes.set(scope, action === "recipient-suppressed");
    this.accepted(action, subject, actor, details.data);
    for (const [index, expected] of [...this.expected.entries()].reverse())
      if (expected.fits(action, subject, details.data, actor)) this.expected.splice(index, 1);
  }

  end(): void {
    const unsealed = (line: number, what: string): void => this.book.find({ code: "EVIDENCE_UNSEALED", what, line });
    for (const { what, line } of this.expected) unsealed(line, what);
    for (const [consentId, { line, sha256 }] of this.consents) {
      const sealed = this.sealedConsents.get(consentId);
      if (sealed !== undefined && sealed !== sha256)
        unsealed(line, "the last sealed act about this consent says that it is another, somebody else's, or withdrawn");
    }
    for (const [channelId, { line, accepted }] of this.activations)
      if (this.sealedAcceptances.get(channelId)?.some((one) => !accepted.includes(one)) === true)
        unsealed(line, "a sealed act says that this channel's terms were accepted, and the bundle leaves that out");
    for (const [scope, stands] of this.sealedScopes)
      if (stands && !this.scopes.has(scope))
        unsealed(1, `a sealed act says that the person is on the list for ${scope}, and the bundle leaves it out`);
  }

  /** A channel that is configured anew begins without acceptances; one that is activated in one call, with that of its instruction. */
  private accepted(action: string, channelId: string, actor: string, { at, termsAccepted }: Details): void {
    const before = this.sealedAcceptances.get(channelId);
    if (action === "channel-configured") this.sealedAcceptances.set(channelId, []);
    else if (action === "channel-activated" && before === undefined && termsAccepted !== undefined)
      this.sealedAcceptances.set(channelId, [whoWhen(termsAccepted)]);
    else if (action === "terms-accepted" && at !== undefined)
      this.sealedAcceptances.set(channelId, [...(before ?? []), whoWhen({ actor, at })]);
  }

  private expect(line: number, what: string, fits: Expected["fits"]): void {
    this.expected.push({ line, what, fits });
  }
}

const isOf = (
  act: { readonly actor: string; readonly authority: string; readonly at: string },
  actor: string,
  details: Details,
): boolean => actor === act.actor && details.authority === act.authority && details.at === act.at;

const whoWhen = ({ actor, at }: { readonly actor: string; readonly at: string }): string => `${at} ${actor}`;

/** Acts from before what was shown was sealed stand for whatever the record says. */
const wasShown = (shown: unknown, { shownSha256 }: Details): boolean =>
  shownSha256 === undefined ||
  (shown !== undefined && createHash("sha256").update(asJson(shown)).digest("hex") === shownSha256);

const asJson = (value: unknown): string => JSON.stringify(value);

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
