import { withoutAddresses } from "./find-addresses.js";
import { STATUS_WORDINGS } from "./status-wordings.js";

/** A name server that does not answer: passing, whatever the report says. */
const NAME_SERVICE = "4.3";

const TEXT_LIMIT = 8000;

/** What RFC 5321 4.2.3 and RFC 7504 say a reply code stands for when nothing else is written. */
const REPLIES: ReadonlyMap<number, string> = new Map([
  [421, "4.3.2"],
  [422, "4.2.2"],
  [450, "4.2.0"],
  [451, "4.3.0"],
  [452, "4.3.1"],
  [500, "5.5.0"],
  [501, "5.5.0"],
  [502, "5.5.1"],
  [503, "5.5.1"],
  [504, "5.5.4"],
  [510, "5.1.1"],
  [511, "5.1.1"],
  [512, "5.1.2"],
  [521, "5.3.2"],
  [530, "5.7.0"],
  [534, "5.7.9"],
  [535, "5.7.8"],
  [541, "5.7.1"],
  [550, "5.1.0"],
  [551, "5.1.6"],
  [552, "5.2.2"],
  [553, "5.1.3"],
  [554, "5.3.0"],
  [555, "5.5.4"],
  [556, "5.1.10"],
  [571, "5.7.1"],
]);

/** A status that was worked out. */
export interface DerivedStatus {
  /** RFC 3463. */
  readonly code: string;
  /** What it was worked out from: the words of the server, or its reply code alone. */
  readonly from: "wording" | "reply";
}

/**
 * Works out an enhanced status code where none is written, or where the one written says nothing (`5.0.0`).
 * @param statusClass - 4 when the report says it is a delay or a passing failure, else 5.
 * @returns undefined when neither wording nor reply code tells anything.
 */
export function deriveStatus(
  diagnosis: string,
  smtpCode: number | undefined,
  statusClass: "4" | "5",
): DerivedStatus | undefined {
  // An address such as blocked@example.com is no wording.
  const text = withoutAddresses(diagnosis.slice(0, TEXT_LIMIT)).toLowerCase().replace(/\s+/g, " ");
  const found = STATUS_WORDINGS.find(([, wordings]) => wordings.some((phrase) => text.includes(phrase)))?.[0];
  const fromReply = smtpCode === undefined ? undefined : (REPLIES.get(smtpCode) ?? `${Math.floor(smtpCode / 100)}.0.0`);
  if (found === undefined) return fromReply === undefined ? undefined : { code: fromReply, from: "reply" };
  return { code: `${fromReply?.charAt(0) ?? (found === NAME_SERVICE ? "4" : statusClass)}.${found}`, from: "wording" };
}
