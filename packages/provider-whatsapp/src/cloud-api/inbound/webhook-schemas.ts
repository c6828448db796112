import { z } from "zod";

export const errorSchema = z.object({ code: z.int() });
/** What names a person or a group. An event has room for so much: what is longer is none, and one event of no form would keep back its whole delivery. */
export const personIdSchema = z.string().max(320).nullish();
const mediaSchema = z.object({
  id: z.string().min(1).max(998),
  mime_type: z.string().max(255).nullish(),
  sha256: z.string().nullish(),
  caption: z.string().nullish(),
  filename: z.string().max(1_024).nullish(),
  voice: z.boolean().nullish(),
  animated: z.boolean().nullish(),
});

/** Seconds or milliseconds since the epoch. */
const TIMESTAMP = /^\d{1,13}$/;
export const timestampSchema = z.union([z.string().regex(TIMESTAMP), z.int().min(0).max(9_999_999_999_999)]);

/** A person as `contacts` names them; `wa_id` is missing where they hide their number behind a user name. */
export const contactSchema = z.object({
  wa_id: z.string().nullish(),
  user_id: z.string().nullish(),
  parent_user_id: z.string().nullish(),
  profile: z.object({ name: z.string().nullish(), username: z.string().nullish() }).nullish(),
});
export type CloudContact = z.infer<typeof contactSchema>;

/**
 * A message from a person. Loose on purpose: a type that is new is still a message, and what has no place of its own goes into `details`.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export const messageSchema = z.looseObject({
  id: z.string().min(1).max(998),
  from: personIdSchema,
  from_user_id: personIdSchema,
  timestamp: z.string().regex(TIMESTAMP),
  type: z.string(),
  context: z.looseObject({ id: z.string().max(998).nullish(), from: z.string().nullish() }).nullish(),
  text: z.object({ body: z.string() }).nullish(),
  image: mediaSchema.nullish(),
  audio: mediaSchema.nullish(),
  video: mediaSchema.nullish(),
  document: mediaSchema.nullish(),
  sticker: mediaSchema.nullish(),
  location: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      name: z.string().nullish(),
      address: z.string().nullish(),
    })
    .nullish(),
  reaction: z.object({ message_id: z.string(), emoji: z.string().nullish() }).nullish(),
  button: z.object({ payload: z.string().nullish(), text: z.string() }).nullish(),
  interactive: z
    .looseObject({
      type: z.string(),
      button_reply: z.object({ id: z.string(), title: z.string() }).nullish(),
      list_reply: z.object({ id: z.string(), title: z.string() }).nullish(),
    })
    .nullish(),
  system: z
    .looseObject({
      type: z.string().nullish(),
      wa_id: z.string().nullish(),
      user_id: z.string().nullish(),
    })
    .nullish(),
  errors: z.array(errorSchema).nullish(),
});
export type CloudMessage = z.infer<typeof messageSchema>;

/** A message whose content or time has another shape than is known. */
export const strangeMessageSchema = messageSchema.pick({ id: true, from: true, from_user_id: true }).loose();

/**
 * Whose status it is where the message went to a group (`recipient_type: "group"`), whose own id is the `recipient_id`.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/groups-messaging/
 */
const participantShape = {
  recipient_participant_id: personIdSchema,
  recipient_participant_user_id: personIdSchema,
};
/** As much of a status as tells it from others. */
export const statusNameSchema = z.object({ id: z.string(), status: z.string(), ...participantShape });
export const participantOf = (status: z.infer<typeof statusNameSchema>): string | undefined =>
  status.recipient_participant_id ?? status.recipient_participant_user_id ?? undefined;

/**
 * What is said beside the state itself is left out where it has another shape: the state counts.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export const statusSchema = z.object({
  ...participantShape,
  id: z.string().min(1).max(998),
  status: z.string(),
  timestamp: z.string().regex(TIMESTAMP),
  recipient_id: z.string().nullish(),
  recipient_user_id: personIdSchema,
  /** Ours is short; a number has other systems too, and the API takes more from them than an event has room for. */
  biz_opaque_callback_data: z.string().max(256).nullish().catch(undefined),
  pricing: z
    .object({ category: z.string().max(64).nullish() })
    .nullish()
    .catch(undefined),
  errors: z.array(errorSchema).nullish().catch(undefined),
});
export type CloudStatus = z.infer<typeof statusSchema>;

const listSchema = z.array(z.unknown()).nullish();
/** What is listed is read one by one: an element that cannot be read keeps back none of the others. */
const valueSchema = z.looseObject({
  metadata: z.object({ display_phone_number: z.string().nullish(), phone_number_id: z.string() }).nullish(),
  contacts: listSchema,
  messages: listSchema,
  statuses: listSchema,
  errors: listSchema,
});
export type CloudValue = z.infer<typeof valueSchema>;

/** The body of a webhook. */
export const webhookBodySchema = z.object({
  object: z.literal("whatsapp_business_account"),
  entry: z.array(
    z.object({
      id: z.string(),
      time: timestampSchema.nullish().catch(undefined),
      changes: z.array(z.object({ field: z.string(), value: valueSchema })),
    }),
  ),
});
export type CloudEntry = z.infer<typeof webhookBodySchema>["entry"][number];
export type CloudChange = CloudEntry["changes"][number];
