import { z } from "zod";
import { instantSchema } from "./identifier.js";

/** A person who acts for an account: an id the host application knows, with the authority they act by (R4). */
export const actSchema = z.lazy(() =>
  z.strictObject({
    actor: z.string().min(1).max(200),
    /** `administrator` of the account, or `delegate` whom an administrator authorised; `reference` names the authorisation. */
    authority: z.enum(["administrator", "delegate"]),
    reference: z.string().min(1).max(200).optional(),
    at: instantSchema,
  }),
);
export type Act = z.infer<typeof actSchema>;
