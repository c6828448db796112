import type { DeliveryReport } from "../spec/inbound/delivery-report.js";
import type { Party } from "../spec/party.js";

/** What is to be known of a failed delivery: its code, whether sending again may help, and whose fault it is (R7). */
export interface DeliveryFault {
  readonly code: string | undefined;
  readonly retryable: boolean | undefined;
  readonly party: Party | undefined;
}

/** Whose part of the way a class of enhanced status codes is about (RFC 3463, second number). */
const PARTY_OF_SUBJECT: Readonly<Record<string, Party>> = {
  "1": "recipient",
  "2": "recipient",
  "3": "provider",
  "4": "network",
  "5": "provider",
  "6": "account",
  "7": "account",
};
const FAILED: ReadonlySet<DeliveryReport["status"]> = new Set(["undelivered", "delayed", "complained"]);

/**
 * What the provider says of a failure, completed from its other words where it left something out. What cannot be known stays open.
 * @see https://www.rfc-editor.org/rfc/rfc3463
 */
export function explainDelivery(report: DeliveryReport): DeliveryFault {
  const { status, permanence, enhancedStatusCode, providerCode } = report;
  const code = enhancedStatusCode ?? providerCode;
  if (!FAILED.has(status)) return { code, retryable: undefined, party: undefined };
  const [kind, subject = ""] = enhancedStatusCode?.split(".") ?? [];
  const byPermanence = permanence === undefined ? undefined : permanence === "soft";
  const byCode = kind === undefined ? undefined : kind === "4";
  // The recipient asked for it to stop: no later attempt is welcome.
  const complained = status === "complained";
  return {
    code,
    retryable: complained ? false : (report.retryable ?? byPermanence ?? byCode),
    party: report.party ?? PARTY_OF_SUBJECT[subject] ?? (complained || permanence === "hard" ? "recipient" : undefined),
  };
}
