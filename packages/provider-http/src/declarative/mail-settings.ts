import { z } from "zod";

/** Settings of a channel that sends mail: who it is from where a message does not say. */
export const mailSettingsSchema = z.strictObject({
  from: z.strictObject({
    address: z.email().max(320),
    name: z
      .string()
      .max(256)
      .regex(/^[^\p{Cc}]*$/u)
      .optional(),
  }),
});
