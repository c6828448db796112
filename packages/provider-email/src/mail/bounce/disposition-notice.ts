import { z } from "zod";

/** A message disposition notification (RFC 8098): a read receipt, or the news that there will be none. */
export const dispositionNoticeSchema = z.strictObject({
  /** `displayed`, `deleted`, `dispatched`, `processed` or another registered word, in lower case. */
  disposition: z.string(),
  /** True when software answered without the person (`automatic-action` or `MDN-sent-automatically`). */
  automatic: z.boolean(),
  recipient: z.string().optional(),
  /** Original-Message-ID, with angle brackets. */
  originalMessageId: z.string().optional(),
});
export type DispositionNotice = z.infer<typeof dispositionNoticeSchema>;
