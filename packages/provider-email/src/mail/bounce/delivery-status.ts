import { partySchema } from "@plugboard/core/spec";
import { z } from "zod";

/** What became of a message for one recipient (RFC 3464 2.3), or what a free-form bounce says of it. */
export const deliveryStatusSchema = z.strictObject({
  /** Address the report is about: Original-Recipient when given and an address, else Final-Recipient, else the text. */
  recipient: z.string().min(1),
  /** Final-Recipient, when it differs from `recipient` (the address was rewritten on the way). */
  finalRecipient: z.string().optional(),
  action: z.enum(["failed", "delayed", "delivered", "relayed", "expanded"]),
  /** RFC 3463, `class.subject.detail`; absent when neither the report nor its wording gives one. */
  enhancedStatusCode: z
    .string()
    .regex(/^[245]\.\d{1,3}\.\d{1,3}$/)
    .optional(),
  /** True when `enhancedStatusCode` was worked out from the SMTP reply or the wording, not written in the report. */
  derived: z.boolean(),
  /** Reply code of the refusing server, e.g. 550. */
  smtpCode: z.number().int().min(200).max(599).optional(),
  /** hard: the address itself is no good, stop sending. soft: may work later or with another message. none: not a failure. */
  kind: z.enum(["hard", "soft", "none"]),
  /** Whose doing it is by the status code (R7); absent when nothing failed or nothing tells. */
  party: partySchema.optional(),
  /** Message-ID of the returned message, with angle brackets. */
  originalMessageId: z.string().optional(),
  /** Host that refused or delayed, as the report names it (Remote-MTA). */
  remoteMta: z.string().optional(),
});
export type DeliveryStatus = z.infer<typeof deliveryStatusSchema>;
