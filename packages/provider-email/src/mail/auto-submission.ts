import { z } from "zod";

/** What told that a machine wrote the message, strongest first. */
export const autoSubmissionSignalSchema = z.enum([
  "auto-submitted",
  "null-return-path",
  "report",
  "x-auto-reply-header",
  "auto-response-suppress",
  "precedence",
  "list-header",
  "sender-address",
  "subject-wording",
]);
export type AutoSubmissionSignal = z.infer<typeof autoSubmissionSignalSchema>;

/** Whether a person wrote the message, and whether it may be answered by a machine. */
export const autoSubmissionSchema = z.strictObject({
  /**
   * `person`: nothing says otherwise. The rest are the words of `automatic` in an inbound message: `auto-reply`, an answer
   * made by a machine (vacation notice, ticket acknowledgement); `auto-generated`, sent by a machine of its own accord
   * (report, notification); `list`, a mailing list or bulk mail.
   */
  verdict: z.enum(["person", "auto-reply", "auto-generated", "list"]),
  /** False when the verdict rests on wording or an address form alone: mark the message, do not hide it. */
  certain: z.boolean(),
  signals: z.array(autoSubmissionSignalSchema),
  /** True when RFC 3834 2 forbids, or the sender asked to be spared, any automatic answer. */
  suppressReplies: z.boolean(),
});
export type AutoSubmission = z.infer<typeof autoSubmissionSchema>;
