import { AnswerInvalidError, type InboundEventInput } from "@plugboard/core/spec";
import { twilioErrors } from "../twilio-error-codes.js";
import type { TwilioStatus } from "./twilio-webhook-schemas.js";

const PROGRESS: ReadonlyMap<string, "sent" | "delivered" | "read"> = new Map([
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
]);
/** On the way to the first step: nothing that a report can say. */
const UNDER_WAY: ReadonlySet<string> = new Set(["accepted", "scheduled", "queued", "sending"]);
const ENDED: ReadonlySet<string> = new Set(["failed", "undelivered", "canceled"]);

/**
 * One status as a report. Twilio gives no instant with it, so the host's own counts.
 * @param reference - what our `StatusCallback` carried.
 * @throws {AnswerInvalidError} a status that is not known: the delivery is parked, not lost.
 */
export function twilioStatusReport(status: TwilioStatus, reference: string | undefined): InboundEventInput[] {
  const word = status.MessageStatus.toLowerCase();
  const about = {
    type: "delivery-report" as const,
    providerMessageId: status.MessageSid,
    ...(reference === undefined ? {} : { reference }),
  };
  const progress = PROGRESS.get(word);
  if (progress !== undefined) return [{ ...about, status: progress }];
  if (UNDER_WAY.has(word)) return [];
  if (!ENDED.has(word)) throw new AnswerInvalidError(["MessageStatus: a status that is not known"]);
  const { ErrorCode: providerCode = word, To: subject } = status;
  const known = twilioErrors.get(Number(providerCode));
  return [
    {
      ...about,
      status: "undelivered",
      permanence: known?.permanent === true ? "hard" : "soft",
      providerCode,
      party: known?.party ?? (word === "canceled" ? "account" : "provider"),
      retryable: known?.retry !== undefined,
    },
    ...(known?.optOut === true && subject !== undefined
      ? [{ type: "conversation" as const, event: "opt-out" as const, subject }]
      : []),
  ];
}
