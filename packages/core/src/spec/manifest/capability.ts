import { z } from "zod";
import { urlSchema } from "../url.js";

/**
 * The capabilities a provider can have; each is one small interface of `capabilities/`. What is declared is present on the
 * instance, and what is not declared is not called.
 */
export const capabilityNameSchema = z.enum([
  "outboundMessages",
  "inboundEvents",
  "deliveryReports",
  "calls",
  "mailboxSync",
  "templates",
  "media",
  "conversationSignals",
  "subjectRights",
  "webhookRegistration",
  "probe",
  "site",
]);
export type CapabilityName = z.infer<typeof capabilityNameSchema>;

/**
 * What a message can contain. The content types of {@link messageContentSchema} are features, and so are the parts that some
 * channels carry and others do not.
 */
export const contentFeatureSchema = z.enum([
  "text",
  "email",
  "html",
  "attachments",
  "inline-images",
  "copies",
  "blind-copies",
  "reply-context",
  "custom-headers",
  "list-unsubscribe",
  "image",
  "audio",
  "video",
  "document",
  "sticker",
  "location",
  "contacts",
  "reaction",
  "buttons",
  "list",
  "template",
  "native",
  "link-preview",
  "sender-choice",
  "display-names",
]);
export type ContentFeature = z.infer<typeof contentFeatureSchema>;

/**
 * `full`: carried as handed over; `partial`: carried within stated limits; `fallback`: carried in another form the channel
 * knows (a button as a link); `dropped`: silently lost by the channel, so the host refuses it unless the caller accepted that by
 * name (R8); `rejected`: the channel refuses it, and so does the host. A feature that is not listed is `rejected`.
 */
export const featureLevelSchema = z.enum(["full", "partial", "fallback", "dropped", "rejected"]);
export type FeatureLevel = z.infer<typeof featureLevelSchema>;

/**
 * A provider's rule on who may begin a conversation: freely written content only within so many hours after the person's last message,
 * content of the types in `always` at any time. The host keeps when a person wrote last and refuses what the provider would refuse.
 */
export const serviceWindowSchema = z.lazy(() =>
  z.strictObject({
    hours: z.int().min(1).max(8_760),
    always: z.array(contentFeatureSchema).default(["template"]),
    /**
     * Where the account may choose the sender (`sender-choice`), each has a window of its own: the setting with the one that a message comes from which names
     * none, written as in the `to` of what people write.
     */
    sender: z.strictObject({ setting: z.string().min(1) }).optional(),
    /** The provider's page that says so. */
    documentation: urlSchema,
  }),
);
export type ServiceWindow = z.infer<typeof serviceWindowSchema>;

/** Features with their levels, and the sizes a channel takes. Longer content is refused, never cut (R8). */
export const contentCapabilitySchema = z.lazy(() =>
  z.strictObject({
    features: z.partialRecord(contentFeatureSchema, featureLevelSchema),
    /** Unicode code points of `text`. */
    maxTextLength: z.int().min(1).optional(),
    /** Parts of an SMS, as `describeSms` counts them: how long a text may be depends on the alphabet it needs. */
    maxSmsSegments: z.int().min(1).max(255).optional(),
    /** Bytes of the whole content as handed over, attachments included. */
    maxContentBytes: z.int().min(1).default(26_214_400),
    maxAttachments: z.int().min(0).optional(),
    maxRecipients: z.int().min(1).default(1),
    /** Kinds of address the channel takes, see `addressKindSchema`. */
    addressKinds: z.array(z.string()).min(1),
    /** Present where the provider lets a business write freely only for a while after the person wrote. */
    serviceWindow: serviceWindowSchema.optional(),
  }),
);
export type ContentCapability = z.infer<typeof contentCapabilitySchema>;
