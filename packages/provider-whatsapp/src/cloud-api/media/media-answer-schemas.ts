import { z } from "zod";

/** Answer to an upload. */
export const uploadedAnswerSchema = z.object({ id: z.union([z.string().min(1).max(256), z.int().transform(String)]) });

/** Answer to `GET {media}`: where the file is, for five minutes. */
export const mediaAnswerSchema = z.object({
  url: z.url(),
  mime_type: z.string().max(255),
  sha256: z.string().max(128).nullish(),
  file_size: z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).nullish(),
});
