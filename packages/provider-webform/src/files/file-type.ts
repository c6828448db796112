import { z } from "zod";

/**
 * Types a form may take: those whose first bytes tell them and that no browser runs. No HTML, no SVG, nothing packed: whoever opens a file at the
 * other end opens what was named.
 */
export const fileTypeSchema = z.enum([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "application/pdf",
  "text/plain",
]);
export type FileType = z.infer<typeof fileTypeSchema>;
