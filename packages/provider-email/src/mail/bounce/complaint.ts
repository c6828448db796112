import { z } from "zod";

/** An abuse report about a message that was sent (RFC 5965). */
export const complaintSchema = z.strictObject({
  /** `abuse`, `fraud`, `virus`, `not-spam`, `opt-out`, `auth-failure` or another registered word, in lower case. */
  feedbackType: z.string(),
  /** Addresses that complained: Original-Rcpt-To, else To of the returned message. Empty when redacted. */
  recipients: z.array(z.string()),
  /** Message-ID of the reported message, with angle brackets. */
  originalMessageId: z.string().optional(),
  /** When the reported message arrived, as the reporter wrote it. */
  arrivedAt: z.string().optional(),
  reportingMta: z.string().optional(),
});
export type Complaint = z.infer<typeof complaintSchema>;
