import { findAddresses } from "./find-addresses.js";

/** One recipient named by a free-form report, with the lines that are about it. */
export interface FailedRecipient {
  readonly recipient: string;
  readonly diagnosis: string;
}

/** Lines that name a recipient, the surest form first; a later form counts only where no earlier one matched. */
const FORMS: readonly RegExp[] = [
  // fml: the list names itself, then the address for commands
  /member of this mailing list </i,
  // qmail, Postfix, Yahoo, Exim, GMX, OpenSMTPD, Exchange, Notes: the address opens the line
  /^[\s>*•|-]{0,20}["'<]{0,2}[^\s<>()"',;:@]{1,64}@[^\s<>()"',;:@]{1,253}["'>]{0,2}\s{0,10}(?:$|[:;([]|<|on |\.\.\. |Invalid |wasn't|couldn't)/,
  // sendmail transcripts: 550 5.1.1 <a@b>... User unknown
  /^\s{0,20}(?:<<< |>>> )?[245]\d\d[ -](?:[245]\.\d\.\d{1,3} )?<?[^\s<>]{1,64}@/,
  /(?:^|[\s>])RCPT TO: ?<?[^\s<>]{1,64}@/i,
  // a label before the address
  /(?:unknown user|delivery userid|delivery failed|deliver message to|delivered to|mail to|recipients?|permanent errors|address|mailbox is full|reach the following recipient)[^@]{0,80}@/i,
];
/** Lines whose addresses belong to helpdesks and to the returned message, not to the failed recipient. */
const ASIDE =
  /^\s{0,20}(?:from|sender|original sender|reply-to|message-id|x-[\w-]{1,40}|subject|date|sent)\s{0,10}:|contact|assistance|mail from|abuse@|please (?:visit|see|include)|^\s{0,20}https?:\/\/|envelope-from/i;
const DIAGNOSIS_LINES = 12;

/** Finds the recipients a report is about in its own words. */
export function findFailedRecipients(lines: readonly string[], notRecipients: ReadonlySet<string>): FailedRecipient[] {
  for (const form of FORMS) {
    const found = lines.flatMap((line, index) => {
      if (!form.test(line) || ASIDE.test(line)) return [];
      const recipient = findAddresses(line).find((address) => !notRecipients.has(address.toLowerCase()));
      return recipient === undefined ? [] : [{ recipient, index }];
    });
    if (found.length > 0) return withDiagnosis(lines, found);
  }
  return [];
}

function withDiagnosis(
  lines: readonly string[],
  found: readonly { recipient: string; index: number }[],
): FailedRecipient[] {
  const result = new Map<string, FailedRecipient>();
  for (const [position, { recipient, index }] of found.entries()) {
    const next = found.slice(position + 1).find((other) => other.recipient !== recipient)?.index ?? lines.length;
    const own = lines.slice(index, Math.min(next, index + DIAGNOSIS_LINES)).join(" ");
    const key = recipient.toLowerCase();
    const known = result.get(key);
    result.set(key, { recipient, diagnosis: known === undefined ? own : `${known.diagnosis} ${own}` });
  }
  return [...result.values()];
}
