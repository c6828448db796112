import { z } from "zod";

export const storedFileSchema = z.strictObject({
  fileId: z.string(),
  name: z.string(),
  contentType: z.string(),
  sizeBytes: z.int().min(0),
});
export type StoredFile = z.infer<typeof storedFileSchema>;

/** One message of a conversation as it is kept and shown, to both sides. `seq` orders them: the cursor of {@link ChatStream}. */
export const logEntrySchema = z.strictObject({
  seq: z.int().min(1),
  /** Made by whoever wrote it: the same message handed in twice has the same id. */
  id: z.string(),
  by: z.enum(["visitor", "operator"]),
  atMs: z.int().min(0),
  text: z.string().optional(),
  file: storedFileSchema.optional(),
  /** Name of the person who answered, where the host gave one. */
  operator: z.string().optional(),
});
export type LogEntry = z.infer<typeof logEntrySchema>;
