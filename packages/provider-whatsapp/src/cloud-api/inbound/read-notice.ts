import type { InboundEventInput } from "@plugboard/core/spec";
import { z } from "zod";
import { instantOf } from "./instant-of.js";
import { otherEvent } from "./other-event.js";
import { phoneOf } from "./person.js";
import { type CloudChange, type CloudEntry, personIdSchema, timestampSchema } from "./webhook-schemas.js";

const listSchema = z.array(z.unknown());
const preferenceSchema = z.object({
  wa_id: z.string().nullish(),
  user_id: personIdSchema,
  category: z.string().nullish(),
  value: z.enum(["stop", "resume"]),
  timestamp: timestampSchema.nullish(),
});
const userIdUpdateSchema = z.object({
  wa_id: z.string().nullish(),
  user_id: z.object({ previous: personIdSchema, current: z.string() }),
  timestamp: timestampSchema.nullish(),
});
/** What the account itself wrote, on a phone or by another system: never a message from a person, and no news to the host. */
const ECHO_FIELDS: ReadonlySet<string> = new Set(["smb_message_echoes", "message_echoes"]);
const TEMPLATE_FIELDS: ReadonlySet<string> = new Set([
  "message_template_status_update",
  "message_template_quality_update",
  "message_template_components_update",
  "template_category_update",
]);
const ACCOUNT_FIELDS: ReadonlySet<string> = new Set([
  "account_alerts",
  "account_review_update",
  "account_update",
  "business_capability_update",
  "phone_number_name_update",
  "phone_number_quality_update",
  "security",
]);

/**
 * What the API says beside messages and statuses: templates and accounts whose state changed, people who opted out or in, ids that changed; any other field as
 * something else.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
export function readNotice({ field, value }: CloudChange, { time }: CloudEntry): InboundEventInput[] {
  const occurred = time === null || time === undefined ? {} : { occurredAt: instantOf(time) };
  if (TEMPLATE_FIELDS.has(field))
    return [{ type: "conversation", event: "template-status", ...occurred, details: { field, ...value } }];
  if (ACCOUNT_FIELDS.has(field))
    return [{ type: "conversation", event: "account-status", ...occurred, details: { field, ...value } }];
  if (field === "user_preferences") return readEach(field, value, (given) => readPreference(given, occurred));
  if (field === "user_id_update") return readEach(field, value, (given) => readUserIdUpdate(given, occurred));
  return ECHO_FIELDS.has(field) ? [] : [otherEvent({ field, ...value })];
}

type Occurred = { readonly occurredAt?: string };

/** One that cannot be read keeps back none of the others: an opt-out among them counts at once (R16). */
function readEach(
  field: string,
  value: CloudChange["value"],
  read: (given: unknown) => InboundEventInput | undefined,
): InboundEventInput[] {
  const { data: list } = listSchema.safeParse(value[field]);
  if (list === undefined) return [otherEvent({ field, ...value })];
  return list.map((given) => read(given) ?? otherEvent({ field, [field]: [given] }));
}

function readPreference(given: unknown, occurred: Occurred): InboundEventInput | undefined {
  const { data: one } = preferenceSchema.safeParse(given);
  if (one === undefined) return undefined;
  return {
    type: "conversation",
    event: one.value === "stop" ? "opt-out" : "opt-in",
    ...(one.timestamp ? { occurredAt: instantOf(one.timestamp) } : occurred),
    ...subjectOf(one.wa_id, one.user_id),
    details: { category: one.category ?? "" },
  };
}

function readUserIdUpdate(given: unknown, occurred: Occurred): InboundEventInput | undefined {
  const { data: one } = userIdUpdateSchema.safeParse(given);
  if (one === undefined) return undefined;
  return {
    type: "conversation",
    event: "address-changed",
    ...(one.timestamp ? { occurredAt: instantOf(one.timestamp) } : occurred),
    ...subjectOf(one.wa_id, one.user_id.previous),
    details: { change: "user_id_update", userId: one.user_id.current },
  };
}

function subjectOf(waId: string | null | undefined, userId: string | null | undefined): { subject?: string } {
  const subject = phoneOf(waId)[0]?.value ?? userId;
  return subject ? { subject } : {};
}
