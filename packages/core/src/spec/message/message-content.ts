import { z } from "zod";
import { singleLineSchema } from "./address.js";
import { emailContentSchema } from "./email-content.js";
import { mediaSchema } from "./media.js";
import { urlSchema } from "../url.js";

const captionedMedia = { media: mediaSchema, caption: z.string().max(4_096).optional() };

const contactCardSchema = z.lazy(() =>
  z.strictObject({
    formattedName: z.string().min(1).max(256),
    firstName: z.string().max(128).optional(),
    lastName: z.string().max(128).optional(),
    middleName: z.string().max(128).optional(),
    prefix: z.string().max(64).optional(),
    suffix: z.string().max(64).optional(),
    birthday: z.iso.date().optional(),
    organization: z.string().max(256).optional(),
    department: z.string().max(256).optional(),
    jobTitle: z.string().max(256).optional(),
    phones: z
      .array(
        z.strictObject({
          number: z.string().max(32),
          type: z.string().max(32).optional(),
          /** The number's id in the channel, where it is known: makes the card tappable. */
          handle: z.string().max(128).optional(),
        }),
      )
      .optional(),
    emails: z.array(z.strictObject({ address: z.string().max(320), type: z.string().max(32).optional() })).optional(),
    addresses: z
      .array(
        z.strictObject({
          street: z.string().max(256).optional(),
          city: z.string().max(128).optional(),
          state: z.string().max(128).optional(),
          postalCode: z.string().max(32).optional(),
          country: z.string().max(128).optional(),
          countryCode: z.string().max(2).optional(),
          type: z.string().max(32).optional(),
        }),
      )
      .optional(),
    urls: z.array(z.strictObject({ url: urlSchema, type: z.string().max(32).optional() })).optional(),
  }),
);

/** A choice the recipient can tap: `reply` comes back as an event with its id, `url` and `call` leave the conversation. */
const buttonSchema = z.lazy(() =>
  z.discriminatedUnion("action", [
    z.strictObject({ action: z.literal("reply"), id: z.string().min(1).max(256), title: z.string().min(1).max(256) }),
    z.strictObject({ action: z.literal("url"), title: z.string().min(1).max(256), url: urlSchema }),
    z.strictObject({ action: z.literal("call"), title: z.string().min(1).max(256), phone: z.string().max(20) }),
  ]),
);

const interactiveParts = {
  header: z.union([z.strictObject({ text: z.string().max(256) }), z.strictObject({ media: mediaSchema })]).optional(),
  text: z.string().min(1),
  footer: z.string().max(256).optional(),
};

/** A value for a placeholder of an approved template. */
const templateParameterSchema = z.lazy(() =>
  z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("text"), text: z.string(), name: z.string().max(64).optional() }),
    z.strictObject({
      type: z.literal("currency"),
      fallback: z.string(),
      code: z.string().length(3),
      amount1000: z.int(),
    }),
    z.strictObject({
      type: z.literal("date-time"),
      fallback: z.string(),
      /** The moment in parts, for channels that show it in the person's own way. `dayOfWeek`: 1 is Monday. */
      parts: z
        .strictObject({
          calendar: z.string().max(32),
          year: z.int(),
          month: z.int().min(1).max(13),
          dayOfMonth: z.int().min(1).max(31),
          dayOfWeek: z.int().min(1).max(7),
          hour: z.int().min(0).max(23),
          minute: z.int().min(0).max(59),
        })
        .optional(),
    }),
    z.strictObject({
      type: z.literal("media"),
      kind: z.enum(["image", "video", "document"]),
      media: mediaSchema,
      filename: z.string().optional(),
    }),
    z.strictObject({ type: z.literal("payload"), payload: z.string() }),
    /** What a button opens, in the provider's own words: a form, a catalogue. */
    z.strictObject({ type: z.literal("action"), action: z.record(z.string(), z.unknown()) }),
  ]),
);

/**
 * What is said, in the forms the channels know. Each `type` is a content feature that a manifest gives a level; what a channel
 * cannot carry is refused with the reason, never cut or rewritten (R8).
 */
export const messageContentSchema = z.lazy(() =>
  z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("text"), text: z.string().min(1), previewLinks: z.boolean().optional() }),
    emailContentSchema,
    z.strictObject({ type: z.literal("image"), ...captionedMedia }),
    z.strictObject({ type: z.literal("audio"), media: mediaSchema, voiceNote: z.boolean().optional() }),
    z.strictObject({ type: z.literal("video"), ...captionedMedia }),
    z.strictObject({ type: z.literal("document"), ...captionedMedia, filename: singleLineSchema.max(255).optional() }),
    z.strictObject({ type: z.literal("sticker"), media: mediaSchema }),
    z.strictObject({
      type: z.literal("location"),
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      name: z.string().max(1_000).optional(),
      address: z.string().max(1_000).optional(),
    }),
    z.strictObject({ type: z.literal("contacts"), contacts: z.array(contactCardSchema).min(1).max(257) }),
    /** An empty `emoji` takes the reaction back. */
    z.strictObject({ type: z.literal("reaction"), toProviderMessageId: z.string().min(1), emoji: z.string().max(32) }),
    z.strictObject({ type: z.literal("buttons"), ...interactiveParts, buttons: z.array(buttonSchema).min(1).max(10) }),
    z.strictObject({
      type: z.literal("list"),
      ...interactiveParts,
      button: z.string().min(1).max(256),
      sections: z
        .array(
          z.strictObject({
            title: z.string().max(256).optional(),
            rows: z
              .array(
                z.strictObject({
                  id: z.string().min(1).max(256),
                  title: z.string().min(1).max(256),
                  description: z.string().max(1_024).optional(),
                }),
              )
              .min(1),
          }),
        )
        .min(1),
    }),
    z.strictObject({
      type: z.literal("template"),
      name: z.string().min(1).max(512),
      /** BCP 47 or the provider's code: `"en"`, `"pt_BR"`. */
      language: z.string().min(2).max(35),
      header: z.array(templateParameterSchema).optional(),
      body: z.array(templateParameterSchema).optional(),
      buttons: z
        .array(
          z.strictObject({
            index: z.int().min(0).max(9),
            kind: z.string().min(1).max(32),
            parameters: z.array(templateParameterSchema),
          }),
        )
        .optional(),
    }),
    /**
     * What only one provider has, in its own words, as data: `format` names the API, the plugin checks `body` with a schema of its own and
     * refuses what it does not know. A channel of another provider refuses it.
     */
    z.strictObject({
      type: z.literal("native"),
      format: z.string().min(1).max(64),
      body: z.record(z.string(), z.unknown()),
    }),
  ]),
);
export type MessageContent = z.infer<typeof messageContentSchema>;
