import { z } from "zod";

/** The channel's one secret: it signs form tokens, puzzles and the links of a double opt-in. */
export const webformCredentialsSchema = z.strictObject({
  /** At least 32 characters that nobody can guess, e.g. `openssl rand -base64 33`. */
  signingKey: z.string().min(32).max(1_000),
});
export type WebformCredentials = z.infer<typeof webformCredentialsSchema>;
