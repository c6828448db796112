import { z } from "zod";
import { urlSchema } from "../url.js";

/**
 * One published document of a provider (R5, R17). `version` is what the provider calls it, or the day it was published where it
 * has none; when it changes, the terms gate asks for a new acceptance.
 */
export const providerDocumentSchema = z.lazy(() =>
  z.strictObject({
    kind: z.enum(["terms", "privacy", "data-processing-agreement", "sub-processors", "acceptable-use"]),
    version: z.string().min(1).max(100),
    url: urlSchema,
    /** SHA-256 of the document as read, lower-case hex, where it was kept. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),
);
export type ProviderDocument = z.infer<typeof providerDocumentSchema>;
