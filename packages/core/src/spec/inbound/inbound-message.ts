import { z } from "zod";
import { instantSchema } from "../identifier.js";
import { addressSchema } from "../message/address.js";
import { eventKeySchema } from "./event-key.js";
import { statedConsentSchema } from "./stated-consent.js";

/** A file that came with a message: its bytes, or the provider's id to fetch it by (capability `media`). */
const inboundMediaSchema = z.lazy(() =>
  z.strictObject({
    kind: z.enum(["image", "audio", "video", "document", "sticker", "attachment"]),
    contentType: z.string().max(255),
    filename: z.string().max(1_024).optional(),
    contentId: z.string().max(998).optional(),
    inline: z.boolean().optional(),
    bytes: z.instanceof(Uint8Array).optional(),
    mediaId: z.string().max(998).optional(),
    caption: z.string().optional(),
  }),
);

/**
 * A business message from an end recipient. `text` is exactly what was sent (R8); views such as "without quoted history" are made by
 * the host when it shows it. What has no portable form is in `details`, as data.
 */
export const inboundMessageSchema = z.lazy(() =>
  z.strictObject({
    type: z.literal("message"),
    /** The provider's id of this message. */
    providerMessageId: z.string().min(1).max(998),
    occurredAt: instantSchema.optional(),
    /** As received: an address may be anything the other side wrote. */
    from: z.union([addressSchema, z.strictObject({ kind: z.literal("unparsed"), value: z.string().max(4_096) })]),
    /** Further names of the same person at this provider: a user id beside a phone number. Replies to any of them reach the same person. */
    alsoKnownAs: z.array(addressSchema).max(8).optional(),
    to: z.array(z.string().max(998)).max(10_000),
    subject: z.string().optional(),
    text: z.string().optional(),
    html: z.string().optional(),
    media: z.array(inboundMediaSchema).optional(),
    location: z
      .strictObject({
        latitude: z.number(),
        longitude: z.number(),
        name: z.string().optional(),
        address: z.string().optional(),
      })
      .optional(),
    reaction: z.strictObject({ toProviderMessageId: z.string(), emoji: z.string() }).optional(),
    /** The tapped button or list row. */
    choice: z.strictObject({ id: z.string(), title: z.string().optional() }).optional(),
    /** Provider ids of the message answered and its ancestors. */
    inReplyTo: z.string().max(998).optional(),
    references: z.array(z.string().max(998)).optional(),
    /** Set when a machine answered (RFC 3834): hosts do not answer those automatically. */
    automatic: z.enum(["auto-reply", "auto-generated", "list"]).optional(),
    /** A submitted form: field name to value (provider web form). */
    fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
    /** Consents the person gave with the message; recorded before the host's handlers see it (R14). */
    consents: z.array(statedConsentSchema).max(16).optional(),
    /** The provider took the message for an opt-out or its end, by words of the account that the host does not know: honoured as a word is (R16). */
    optOut: z.enum(["opt-out", "opt-in"]).optional(),
    details: z.record(z.string(), z.unknown()).optional(),
    /** What the provider tells this event from every other of the channel by: see `eventKeySchema`. */
    deduplicationKey: eventKeySchema.optional(),
  }),
);
export type InboundMessage = z.infer<typeof inboundMessageSchema>;
