import { z } from "zod";

/** Settings of a channel that sends mail: who it is from where a message does not say. */
export const mailSettingsSchema = z.strictObject({
  /** Whom a message is from that names no sender. */
  from: z.strictObject({
    /** An address of a domain that the provider has verified. */
    address: z.email().max(320),
    /** Shown beside the address. */
    name: z
      .string()
      .max(256)
      .regex(/^[^\p{Cc}]*$/u)
      .optional(),
  }),
});
