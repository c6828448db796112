import { z } from "zod";

/** A user of `ari.conf`. */
export const asteriskCredentialsSchema = z.strictObject({
  /** Its name. */
  user: z.string().regex(/^[^:\s]{1,64}$/),
  /** Its password. */
  password: z.string().min(8).max(256),
});
export type AsteriskCredentials = z.infer<typeof asteriskCredentialsSchema>;
