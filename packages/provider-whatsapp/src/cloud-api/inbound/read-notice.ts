import type { InboundEventInput } from "@plugboard/core/spec";
import { z } from "zod";
import { instantOf } from "./instant-of.js";
import { phoneOf } from "./person.js";
import type { CloudChange, CloudEntry } from "./webhook-schemas.js";

const preferencesSchema = z.object({
  user_preferences: z.array(
    z.object({
      wa_id: z.string().nullish(),
      user_id: z.string().nullish(),
      category: z.string().nullish(),
      value: z.enum(["stop", "resume"]),
      timestamp: z.union([z.string(), z.number()]).nullish(),
    }),
  ),
});
const userIdUpdateSchema = z.object({
  user_id_update: z.array(
    z.object({
      wa_id: z.string().nullish(),
      user_id: z.object({ previous: z.string().nullish(), current: z.string() }),
      timestamp: z.union([z.string(), z.number()]).nullish(),
    }),
  ),
});
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
 * What the API says beside messages and statuses: templates and accounts whose state changed, people who opted out or in, ids that changed. A field of no interest
 * gives no event.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
export function readNotice({ field, value }: CloudChange, { time }: CloudEntry): InboundEventInput[] {
  const occurred = time === null || time === undefined ? {} : { occurredAt: instantOf(time) };
  if (TEMPLATE_FIELDS.has(field))
    return [{ type: "conversation", event: "template-status", ...occurred, details: { field, ...value } }];
  if (ACCOUNT_FIELDS.has(field))
    return [{ type: "conversation", event: "account-status", ...occurred, details: { field, ...value } }];
  if (field === "user_preferences")
    return preferencesSchema.parse(value).user_preferences.map((one) => ({
      type: "conversation",
      event: one.value === "stop" ? "opt-out" : "opt-in",
      ...(one.timestamp ? { occurredAt: instantOf(one.timestamp) } : occurred),
      ...subjectOf(one.wa_id, one.user_id),
      details: { category: one.category ?? "" },
    }));
  if (field === "user_id_update")
    return userIdUpdateSchema.parse(value).user_id_update.map((one) => ({
      type: "conversation",
      event: "address-changed",
      ...(one.timestamp ? { occurredAt: instantOf(one.timestamp) } : occurred),
      ...subjectOf(one.wa_id, one.user_id.previous),
      details: { change: "user_id_update", userId: one.user_id.current },
    }));
  return [];
}

function subjectOf(waId: string | null | undefined, userId: string | null | undefined): { subject?: string } {
  const subject = phoneOf(waId)[0]?.value ?? userId;
  return subject ? { subject } : {};
}
