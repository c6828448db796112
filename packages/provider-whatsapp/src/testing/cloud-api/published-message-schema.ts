import { z } from "zod";

/**
 * The body of `POST …/messages` as Meta publishes it, strict: a field or a value that is not there is a mistake. Written from Meta's pages and description,
 * not from the provider.
 * @see https://github.com/facebook/openapi (business-messaging-api_v23.0.yaml)
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
const characters = (max: number) => z.string().refine((text) => [...text].length <= max, { error: `over ${max}` });
const link = z.url({ protocol: /^https?$/ });
const media = <Shape extends z.ZodRawShape>(more: Shape) =>
  z.union([z.strictObject({ id: z.string().min(1), ...more }), z.strictObject({ link, ...more })]);
const caption = { caption: characters(1_024).optional() };
const documentMedia = media({ ...caption, filename: z.string().max(240).optional() });

const contactCard = z.strictObject({
  name: z.strictObject({
    formatted_name: z.string().min(1),
    first_name: z.string().optional(),
    last_name: z.string().optional(),
    middle_name: z.string().optional(),
    prefix: z.string().optional(),
    suffix: z.string().optional(),
  }),
  birthday: z.iso.date().optional(),
  org: z
    .strictObject({ company: z.string().optional(), department: z.string().optional(), title: z.string().optional() })
    .optional(),
  phones: z
    .array(z.strictObject({ phone: z.string(), type: z.string().optional(), wa_id: z.string().optional() }))
    .optional(),
  emails: z.array(z.strictObject({ email: z.string(), type: z.string().optional() })).optional(),
  addresses: z
    .array(
      z.strictObject({
        street: z.string().optional(),
        city: z.string().optional(),
        state: z.string().optional(),
        zip: z.string().optional(),
        country: z.string().optional(),
        country_code: z.string().max(2).optional(),
        type: z.string().optional(),
      }),
    )
    .optional(),
  urls: z.array(z.strictObject({ url: z.string(), type: z.string().optional() })).optional(),
});

const header = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: characters(60) }),
  z.strictObject({ type: z.literal("image"), image: media({}) }),
  z.strictObject({ type: z.literal("video"), video: media({}) }),
  z.strictObject({ type: z.literal("document"), document: documentMedia }),
]);
const frame = (maxBody: number) => ({
  header: header.optional(),
  body: z.strictObject({ text: characters(maxBody).min(1) }),
  footer: z.strictObject({ text: characters(60) }).optional(),
});
const looseFrame = { ...frame(1_024), body: z.strictObject({ text: characters(1_024) }).optional() };

const interactive = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("button"),
    ...frame(1_024),
    action: z.strictObject({
      buttons: z
        .array(
          z.strictObject({
            type: z.literal("reply"),
            reply: z.strictObject({ id: z.string().min(1).max(256), title: characters(20).min(1) }),
          }),
        )
        .min(1)
        .max(3),
    }),
  }),
  z.strictObject({
    type: z.literal("list"),
    ...frame(4_096),
    action: z.strictObject({
      button: characters(20).min(1),
      sections: z
        .array(
          z.strictObject({
            title: characters(24).optional(),
            rows: z
              .array(
                z.strictObject({
                  id: z.string().min(1).max(200),
                  title: characters(24).min(1),
                  description: characters(72).optional(),
                }),
              )
              .min(1)
              .max(10),
          }),
        )
        .min(1)
        .max(10),
    }),
  }),
  z.strictObject({
    type: z.literal("cta_url"),
    ...frame(1_024),
    action: z.strictObject({
      name: z.literal("cta_url"),
      parameters: z.strictObject({ display_text: characters(20).min(1), url: link }),
    }),
  }),
  z.strictObject({
    type: z.enum([
      "product",
      "product_list",
      "catalog_message",
      "flow",
      "order_details",
      "order_status",
      "location_request_message",
      "address_message",
      "call_permission_request",
    ]),
    ...looseFrame,
    action: z.record(z.string(), z.unknown()),
  }),
]);

const parameter = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), parameter_name: z.string().optional(), text: z.string().min(1) }),
  z.strictObject({
    type: z.literal("currency"),
    currency: z.strictObject({ fallback_value: z.string(), code: z.string().length(3), amount_1000: z.int() }),
  }),
  z.strictObject({
    type: z.literal("date_time"),
    date_time: z.strictObject({
      fallback_value: z.string(),
      calendar: z.string().optional(),
      year: z.int().optional(),
      month: z.int().optional(),
      day_of_month: z.int().optional(),
      day_of_week: z.int().optional(),
      hour: z.int().optional(),
      minute: z.int().optional(),
    }),
  }),
  z.strictObject({ type: z.literal("image"), image: media({}) }),
  z.strictObject({ type: z.literal("video"), video: media({}) }),
  z.strictObject({ type: z.literal("document"), document: documentMedia }),
  z.strictObject({ type: z.literal("payload"), payload: z.string() }),
  z.strictObject({ type: z.literal("action"), action: z.record(z.string(), z.unknown()) }),
]);
const template = z.strictObject({
  name: z.string().min(1).max(512),
  language: z.strictObject({ code: z.string().min(2) }),
  components: z
    .array(
      z.discriminatedUnion("type", [
        z.strictObject({ type: z.enum(["header", "body"]), parameters: z.array(parameter) }),
        z.strictObject({
          type: z.literal("button"),
          sub_type: z.string(),
          index: z.string().regex(/^\d$/),
          parameters: z.array(parameter).min(1),
        }),
      ]),
    )
    .optional(),
});

const base = {
  messaging_product: z.literal("whatsapp"),
  recipient_type: z.literal("individual"),
  to: z
    .string()
    .regex(/^\+?\d{5,15}$/)
    .optional(),
  /** A business-scoped user id, or one of the parent account. */
  recipient: z
    .string()
    .regex(/^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/)
    .optional(),
  context: z.strictObject({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
};
const text = z.strictObject({ body: characters(4_096).min(1), preview_url: z.boolean().optional() });
const location = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: z.string().optional(),
  address: z.string().optional(),
});
const reaction = z.strictObject({ message_id: z.string().min(1), emoji: z.string() });

export const publishedMessageSchema = z
  .discriminatedUnion("type", [
    z.strictObject({ ...base, type: z.literal("text"), text }),
    z.strictObject({ ...base, type: z.literal("image"), image: media(caption) }),
    z.strictObject({ ...base, type: z.literal("video"), video: media(caption) }),
    z.strictObject({ ...base, type: z.literal("audio"), audio: media({ voice: z.boolean().optional() }) }),
    z.strictObject({ ...base, type: z.literal("document"), document: documentMedia }),
    z.strictObject({ ...base, type: z.literal("sticker"), sticker: media({}) }),
    z.strictObject({ ...base, type: z.literal("location"), location }),
    z.strictObject({ ...base, type: z.literal("contacts"), contacts: z.array(contactCard).min(1) }),
    z.strictObject({ ...base, type: z.literal("reaction"), reaction }),
    z.strictObject({ ...base, type: z.literal("interactive"), interactive }),
    z.strictObject({ ...base, type: z.literal("template"), template }),
  ])
  .refine(({ to, recipient }) => (to === undefined) !== (recipient === undefined), { error: "either to or recipient" });
export type PublishedMessage = z.infer<typeof publishedMessageSchema>;

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators */
export const publishedSignalSchema = z.strictObject({
  messaging_product: z.literal("whatsapp"),
  status: z.literal("read"),
  message_id: z.string().min(1),
  typing_indicator: z.strictObject({ type: z.literal("text") }).optional(),
});
