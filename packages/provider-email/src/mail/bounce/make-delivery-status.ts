import { kindOfStatus, partyOfStatus } from "./classify-status.js";
import type { DeliveryStatus } from "./delivery-status.js";
import { type DerivedStatus, deriveStatus } from "./derive-status.js";
import { readStatusCode } from "./status-code.js";

/** What a report says of one recipient, before it is judged. */
export interface StatusFacts {
  readonly recipient: string;
  readonly finalRecipient?: string | undefined;
  /** Undefined when the report does not say. */
  readonly action?: DeliveryStatus["action"] | undefined;
  /** Enhanced code of the Status field. */
  readonly status?: string | undefined;
  /** What the refusing server said. */
  readonly diagnosis: string;
  /** Where to look when the diagnosis tells nothing: the rest of the report, if it is about this recipient alone. */
  readonly context: string;
  readonly remoteMta?: string | undefined;
  readonly originalMessageId?: string | undefined;
}

/**
 * Judges one recipient. The code given is the one written in the report wherever there is one; how hard the failure is
 * follows the wording too where that code says nothing (`5.0.0`), or only that something was refused (`5.5.0`, `5.7.1`,
 * `5.4.1`) while the server's words say that there is no such user.
 */
export function makeDeliveryStatus(facts: StatusFacts): DeliveryStatus {
  const diagnosis = tellsSomething(facts.diagnosis) ? facts.diagnosis : `${facts.diagnosis} ${facts.context}`;
  const written = readStatusCode(diagnosis);
  const status = moreTelling(facts.status, written.enhanced);
  const statusClass = facts.action === "delayed" || status?.startsWith("4.") === true ? "4" : "5";
  const action = facts.action ?? (status?.startsWith("2.") === true ? "delivered" : "failed");
  const failure = action === "failed" || action === "delayed";
  const derived = failure ? deriveStatus(diagnosis, written.smtpCode, statusClass) : undefined;
  const judged = judgedStatus(status, derived);
  const code = status ?? derived?.code ?? (failure ? `${statusClass}.0.0` : undefined);
  const party = failure ? partyOfStatus(judged) : undefined;
  const { finalRecipient, originalMessageId, remoteMta } = facts;
  return {
    recipient: facts.recipient,
    ...(finalRecipient !== undefined && finalRecipient !== facts.recipient && { finalRecipient }),
    action,
    ...(code !== undefined && { enhancedStatusCode: code }),
    derived: status === undefined && code !== undefined,
    ...(written.smtpCode !== undefined && { smtpCode: written.smtpCode }),
    kind: kindOfStatus(action, judged),
    ...(party !== undefined && { party }),
    ...(originalMessageId !== undefined && { originalMessageId }),
    ...(remoteMta !== undefined && remoteMta !== "" && { remoteMta }),
  };
}

/** The Status field, unless it has no detail and the diagnosis names one. */
function moreTelling(field: string | undefined, diagnosis: string | undefined): string | undefined {
  if (field === undefined) return diagnosis;
  return NO_DETAIL.test(field) && diagnosis !== undefined && !NO_DETAIL.test(diagnosis) ? diagnosis : field;
}

const NO_DETAIL = /^[245]\.0\.0$/;
const SAYS_LITTLE = /^5\.(?:0\.0|[1-7]\.0|4\.1|5\.\d{1,3}|7\.1)$/;
const ABOUT_THE_MAILBOX = /^5\.(?:1\.1|1\.2|2\.1|2\.2)$/;

/** The code that decides how hard the failure is; undefined when nothing at all is said. */
function judgedStatus(status: string | undefined, derived: DerivedStatus | undefined): string | undefined {
  if (status === undefined) return derived?.code;
  if (derived === undefined || !SAYS_LITTLE.test(status)) return status;
  if (derived.from === "reply")
    return NO_DETAIL.test(status) && derived.code.startsWith(status.charAt(0)) ? derived.code : status;
  return ABOUT_THE_MAILBOX.test(derived.code) || /^5\.\d\.0$/.test(status) ? derived.code : status;
}

function tellsSomething(diagnosis: string): boolean {
  const { smtpCode, enhanced } = readStatusCode(diagnosis);
  return (
    (enhanced !== undefined && !NO_DETAIL.test(enhanced)) || deriveStatus(diagnosis, smtpCode, "5")?.from === "wording"
  );
}
