import type { DeliveryReport, InboundEventInput } from "@plugboard/core/spec";
import { cloudErrorOf } from "../errors/cloud-errors.js";
import { eventName, hashOfNames } from "./event-name.js";
import { instantOf } from "./instant-of.js";
import { otherEvent } from "./other-event.js";
import { phoneOf } from "./person.js";
import { type CloudStatus, participantOf, statusSchema } from "./webhook-schemas.js";

const STATUS: Readonly<Record<string, DeliveryReport["status"]>> = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  // A voice message that was listened to.
  played: "read",
  failed: "undelivered",
};

/** What became of a message of ours. A status that says nothing of its way (`deleted`, `warning`), or has another shape, is something else. */
export function readStatus(given: unknown): InboundEventInput {
  const { data: status } = statusSchema.safeParse(given);
  const known = status === undefined ? undefined : STATUS[status.status];
  if (status === undefined || known === undefined) return otherEvent({ field: "messages", statuses: [given] });
  const participant = participantOf(status);
  const recipient =
    phoneOf(participant ?? status.recipient_id)[0]?.value ?? participant ?? status.recipient_user_id ?? undefined;
  const category = status.pricing?.category;
  return {
    type: "delivery-report",
    providerMessageId: status.id,
    deduplicationKey: hashOfNames(eventName.status(status.id, status.status, participant)),
    ...(status.biz_opaque_callback_data ? { reference: status.biz_opaque_callback_data } : {}),
    status: known,
    occurredAt: instantOf(status.timestamp),
    ...(recipient === undefined ? {} : { recipient }),
    ...(category ? { pricingCategory: category } : {}),
    ...(known === "undelivered" ? failureOf(status) : {}),
  };
}

/**
 * WhatsApp does not tell a number that does not exist from a person who cannot be reached for now, so no failure is called `hard`: an address is not given up
 * for it.
 */
function failureOf({
  errors,
}: CloudStatus): Pick<DeliveryReport, "permanence" | "party" | "retryable"> & { providerCode?: string } {
  const code = errors?.[0]?.code;
  const known = code === undefined ? undefined : cloudErrorOf(code);
  return {
    permanence: "soft",
    party: known?.party ?? "provider",
    retryable: known?.retryable ?? false,
    ...(code === undefined ? {} : { providerCode: String(code) }),
  };
}
