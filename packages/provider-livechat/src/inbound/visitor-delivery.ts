import { z } from "zod";
import { storedFileSchema } from "../log/log-entry.js";
import { givenConsentSchema } from "../log/session-record.js";

const visitor = {
  sessionId: z.string(),
  /** Of the conversation, in the ids of its messages. */
  reference: z.string(),
  /** As the website signed it. */
  identity: z.strictObject({ id: z.string(), name: z.string().optional(), email: z.string().optional() }).optional(),
  atMs: z.int(),
};

/** What is recorded of a visitor's doing, in our own words: the body of an inbound delivery. */
export const visitorDeliverySchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("message"),
    ...visitor,
    id: z.string(),
    text: z.string().optional(),
    file: storedFileSchema.optional(),
    /** With the first message, where the account asks for it. */
    consent: givenConsentSchema.optional(),
  }),
  z.strictObject({ kind: z.literal("typing"), ...visitor }),
  /** Messages of the operator that reached the visitor's browser, or were seen. */
  z.strictObject({
    kind: z.literal("marks"),
    ...visitor,
    delivered: z.array(z.string()),
    read: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal("erasure"), ...visitor }),
  z.strictObject({ kind: z.literal("expired"), ...visitor }),
]);
export type VisitorDelivery = z.infer<typeof visitorDeliverySchema>;
