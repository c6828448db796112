import {
  ContactCenterError,
  type InboundEventInput,
  type InboundEventsV1,
  type RawInbound,
  readJsonAnswer,
} from "@plugboard/core/spec";
import { z } from "zod";
import { eventName, hashOfNames } from "./event-name.js";
import { otherEvent } from "./other-event.js";
import { readMessage } from "./read-message.js";
import { readNotice } from "./read-notice.js";
import { readStatus } from "./read-status.js";
import {
  type CloudChange,
  type CloudEntry,
  errorSchema,
  participantOf,
  statusNameSchema,
  webhookBodySchema,
} from "./webhook-schemas.js";

/** Whose events a channel takes. The API posts those of every number of an app to one address, so a valid signature does not say they are this channel's. */
export interface InboundOwner {
  readonly phoneNumberId?: string | undefined;
  readonly businessAccountId?: string | undefined;
}

/** Capabilities `inboundEvents` and `deliveryReports` of the Cloud API. */
export function cloudInbound(owner: InboundOwner): InboundEventsV1 {
  return {
    doParse: (raw) =>
      bodyOf(raw).entry.flatMap((entry) => entry.changes.flatMap((change) => readChange(change, entry, owner))),
    doDeduplicationKey: (raw) => hashOfNames(namesOf(raw) ?? raw.body),
  };
}

/** Of what has no id or no status. */
const UNNAMED = " ";
const nameSchema = z.object({ id: z.string() });

/**
 * The ids of the messages and statuses in a delivery: the same in whatever order and spelling the API writes it again. Nothing where it says other things too, or cannot be
 * read; then the body speaks for itself.
 */
function namesOf(raw: RawInbound): string | undefined {
  try {
    const changes = bodyOf(raw).entry.flatMap((entry) => entry.changes);
    if (changes.some(({ field, value }) => field !== "messages" || value.errors)) return undefined;
    const names = changes.flatMap(({ value }) => [
      ...(value.messages ?? []).map((message) => eventName.message(nameSchema.safeParse(message).data?.id ?? "")),
      ...(value.statuses ?? []).map((given) => {
        const { data: name } = statusNameSchema.safeParse(given);
        return name === undefined ? UNNAMED : eventName.status(name.id, name.status, participantOf(name));
      }),
    ]);
    if (names.length === 0 || names.some((name) => name.endsWith(" "))) return undefined;
    return names.sort().join("\n");
  } catch (error) {
    if (!ContactCenterError.isInstance(error)) throw error;
    return undefined;
  }
}

const bodyOf = (raw: RawInbound) => readJsonAnswer({ status: 200, headers: {}, body: raw.body }, webhookBodySchema);

function readChange(change: CloudChange, entry: CloudEntry, owner: InboundOwner): InboundEventInput[] {
  const { field, value } = change;
  if (owner.businessAccountId !== undefined && entry.id !== owner.businessAccountId) return [];
  const { metadata } = value;
  const isOurs = owner.phoneNumberId === undefined || !metadata || metadata.phone_number_id === owner.phoneNumberId;
  if (!isOurs) return [];
  if (field !== "messages") return readNotice(change, entry);
  return [
    ...(value.messages ?? []).map((message) => readMessage(message, value)),
    ...(value.statuses ?? []).map(readStatus),
    ...(value.errors ?? []).map(readError),
  ];
}

function readError(given: unknown): InboundEventInput {
  const { data: error } = errorSchema.safeParse(given);
  if (error === undefined) return otherEvent({ field: "messages", errors: [given] });
  return { type: "conversation", event: "account-status", details: { field: "errors", code: String(error.code) } };
}
