import { z } from "zod";
import { errorCatalog } from "../errors/error-catalog.js";

/** A code of a provider's own errors, as host and docs show it. */
export const errorDeclarationSchema = z.lazy(() =>
  z.strictObject({
    /** What happened, for people: half a sentence, no full stop. */
    meaning: z.string().min(1).max(300),
    /** What to do about it. */
    remedy: z.string().min(1).max(300),
    /** Whether the same may succeed later, unchanged. */
    retryable: z.boolean().default(false),
  }),
);
export type ErrorDeclaration = z.infer<typeof errorDeclarationSchema>;

/**
 * The codes of a provider's own errors, beside those of core's catalog. The host shows a code that is declared here, e.g. of a delivery that was
 * parked; any other of the plugin's errors is `PARSE_FAILED` or `PLUGIN_FAILED`, since it could quote what it handled.
 */
export const errorDeclarationsSchema = z.lazy(() =>
  z
    .record(z.string().regex(/^[A-Z][A-Z0-9_]{2,63}$/), errorDeclarationSchema)
    .refine((declared) => Object.keys(declared).every((code) => !Object.hasOwn(errorCatalog, code)), {
      error: "a code of core's own catalog means there what it says",
    }),
);
export type ErrorDeclarations = z.infer<typeof errorDeclarationsSchema>;
