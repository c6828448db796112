import { z } from "zod";
import { instantSchema } from "../identifier.js";
import { eventKeySchema } from "./event-key.js";

/**
 * What a conversation shows beside messages: typing, presence, consent given or taken back, an address that changed, that a channel has removed what it kept
 * of a conversation nobody used for as long as its settings say (`conversation-expired`). `other`: something the provider told that
 * has no kind here, e.g. because it is newer than the plugin; `details` has it as it came, personal data included, so that nothing is lost unseen.
 */
export const conversationEventSchema = z.lazy(() =>
  z.strictObject({
    type: z.literal("conversation"),
    /**
     * `opt-out` and `opt-in` of a `subject` are honoured by the host for that kind of channel (R16), unless `details.category` names the part of the
     * messages they are about, which is the provider's to keep to.
     */
    event: z.enum([
      "typing",
      "presence",
      "opt-in",
      "opt-out",
      "erasure-requested",
      "conversation-expired",
      "address-changed",
      "template-status",
      "account-status",
      "other",
    ]),
    occurredAt: instantSchema.optional(),
    /** Who it is about, where it is about a person. Personal data. */
    subject: z.string().max(320).optional(),
    details: z.record(z.string(), z.unknown()).optional(),
    /** What the provider tells this event from every other of the channel by: see `eventKeySchema`. */
    deduplicationKey: eventKeySchema.optional(),
  }),
);
export type ConversationEvent = z.infer<typeof conversationEventSchema>;
