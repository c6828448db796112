import { AnswerInvalidError, type InboundEventInput, type Party } from "@plugboard/core/spec";
import type { EdnaStatus } from "./edna-webhook-schemas.js";

/** Before the recipient's side is reached: the receipt has said it already. */
const NOTHING_NEW: ReadonlySet<string> = new Set(["ENQUEUED", "SCHEDULED", "ACCEPTED", "SENDING"]);

const PROGRESS: ReadonlyMap<string, "sent" | "delivered" | "read"> = new Map([
  ["SENT", "sent"],
  ["DELIVERED", "delivered"],
  ["READ", "read"],
]);

/** Whose doing an end is, where the error says no more. `CANCELLED`: among others an equal message within 20 minutes. */
const PARTY_OF_END: ReadonlyMap<string, Party> = new Map([
  ["UNDELIVERED", "recipient"],
  ["FAILED", "provider"],
  ["CANCELLED", "account"],
  ["CANCELED", "account"],
  ["EXPIRED", "recipient"],
]);

/**
 * WhatsApp's own codes, which edna passes on: `[party, retryable]`.
 * @see https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
 */
const WHATSAPP_CODES: ReadonlyMap<string, readonly [Party, boolean]> = new Map([
  ["130472", ["recipient", false]],
  ["131026", ["recipient", false]],
  ["131047", ["account", false]],
  ["131048", ["account", true]],
  ["131049", ["recipient", true]],
  ["131050", ["recipient", false]],
  ["131051", ["account", false]],
  ["131053", ["account", false]],
  ["132000", ["account", false]],
  ["132001", ["account", false]],
  ["132012", ["account", false]],
  ["132015", ["account", true]],
]);

/**
 * One status as a delivery report. The id is the `requestId` we gave, which is also the one in the receipt.
 * @throws {AnswerInvalidError} a status that is not known: the delivery is parked, not lost.
 */
export function ednaStatusReport(status: EdnaStatus): InboundEventInput[] {
  const word = status.status.toUpperCase();
  if (NOTHING_NEW.has(word)) return [];
  const about = {
    type: "delivery-report" as const,
    providerMessageId: status.requestId,
    ...(status.statusAt ? { occurredAt: status.statusAt } : {}),
    ...(status.paymentData?.conversationType
      ? { pricingCategory: status.paymentData.conversationType.toLowerCase().slice(0, 64) }
      : {}),
  };
  const progress = PROGRESS.get(word);
  if (progress !== undefined) return [{ ...about, status: progress }];
  const party = PARTY_OF_END.get(word);
  if (party === undefined) throw new AnswerInvalidError(["status: a status that is not known"]);
  const code = codeOf(status.error);
  const [whose, retryable] = WHATSAPP_CODES.get(code ?? "") ?? [party, false];
  return [
    {
      ...about,
      status: "undelivered",
      // 131026 is also said of an old WhatsApp and of terms not accepted yet: no code says that an address will never work.
      permanence: "soft",
      providerCode: code ?? word,
      party: whose,
      retryable,
    },
  ];
}

/** `error` may be free text that names the recipient: only a code is passed on. */
function codeOf(error: string | null | undefined): string | undefined {
  return error && /^[A-Za-z0-9_.-]{1,64}$/.test(error) && !/^\+?\d{8,}$/.test(error) ? error : undefined;
}
