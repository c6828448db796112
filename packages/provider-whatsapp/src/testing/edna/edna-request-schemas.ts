import { z } from "zod";

/** A number with or without the plus sign: edna's pages show both. */
const phoneSchema = z.string().regex(/^\+?[1-9]\d{6,14}$/);
const attachmentSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  name: z.string().min(1).max(70),
  size: z.int().optional(),
});
const buttonSchema = z.discriminatedUnion("buttonType", [
  z.strictObject({ buttonType: z.literal("QUICK_REPLY"), text: z.string().min(1), payload: z.string().min(1) }),
  z.strictObject({ buttonType: z.literal("URL"), text: z.string().min(1), url: z.url() }),
  z.strictObject({ buttonType: z.literal("PHONE"), text: z.string().min(1), phone: z.string().min(1) }),
]);
const fileContent = <Type extends string>(type: Type) =>
  z.strictObject({ contentType: z.literal(type), attachment: attachmentSchema });

/** `POST /api/cascade/schedule`. https://docs-pulse.edna.io/docs/api/messages/sending and /message-example */
export const scheduleSchema = z.strictObject({
  requestId: z.string().min(1),
  cascadeId: z.int(),
  subscriberFilter: z.strictObject({ address: phoneSchema, type: z.literal("PHONE") }),
  startTime: z.iso.datetime({ offset: true }).optional(),
  content: z.strictObject({
    whatsappContent: z.discriminatedUnion("contentType", [
      z.strictObject({
        contentType: z.literal("TEXT"),
        text: z.string().min(1).max(4_096),
        header: z.strictObject({ text: z.string().min(1) }).optional(),
        footer: z.strictObject({ text: z.string().min(1) }).optional(),
        keyboard: z
          .strictObject({ rows: z.array(z.strictObject({ buttons: z.array(buttonSchema).min(1) })).min(1) })
          .optional(),
      }),
      fileContent("IMAGE"),
      fileContent("AUDIO"),
      fileContent("VIDEO"),
      fileContent("DOCUMENT"),
      z.strictObject({
        contentType: z.literal("LOCATION"),
        location: z.strictObject({ latitude: z.number(), longitude: z.number() }),
      }),
    ]),
  }),
});

/** `POST /api/v1/out-messages/whatsapp/template`. https://docs-pulse.edna.io/docs/api/messages/sending-id */
export const templateMessageSchema = z.strictObject({
  messageId: z.string().min(1),
  sender: z.string().min(1),
  phone: z.string().regex(/^[1-9]\d{6,14}$/),
  templateId: z.int(),
  textVariables: z.array(z.string()).optional(),
  buttonVariables: z.array(z.string()).optional(),
  headerVariables: z.array(z.string()).optional(),
  attachment: attachmentSchema.optional(),
});

/** `POST /api/callback/set`. https://docs-pulse.edna.io/docs/api/callback/callback-set */
const callbackUrlSchema = z.url({ protocol: /^https$/ }).max(500);
export const callbackSetSchema = z.strictObject({
  statusCallbackUrl: callbackUrlSchema.optional(),
  inMessageCallbackUrl: callbackUrlSchema.optional(),
  messageMatcherCallbackUrl: callbackUrlSchema.optional(),
  subjectId: z.int().optional(),
});

/** `POST /api/message-matchers/get-by-request`. https://docs-pulse.edna.io/docs/api/templates/get-by-request */
export const matchersRequestSchema = z.strictObject({
  subjectId: z.int(),
  matcherTypes: z.array(z.enum(["OPERATOR", "USER", "CUSTOM"])).optional(),
});

/** `POST /api/messages/history`. https://docs-pulse.edna.io/docs/api/messages/history */
export const historyRequestSchema = z.strictObject({
  subscriberFilter: z.strictObject({ address: phoneSchema, type: z.literal("PHONE") }).optional(),
  offset: z.int().min(0),
  limit: z.int().min(1).max(1_000),
  channelTypes: z.array(z.string()).optional(),
  direction: z.enum(["IN", "OUT"]).optional(),
  sort: z.array(z.strictObject({ property: z.literal("messageId"), direction: z.enum(["ASC", "DESC"]) })).optional(),
  subjectId: z.int().optional(),
});
