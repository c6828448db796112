import { z } from "zod";
import { actSchema } from "../spec/act.js";
import { accountIdSchema } from "../spec/identifier.js";

/** What is done to an account as a whole (R18). */
export const accountOrderSchema = z.lazy(() =>
  z.strictObject({ accountId: accountIdSchema, reason: z.string().min(1).max(1_000), act: actSchema }),
);
export type AccountOrder = z.input<typeof accountOrderSchema>;

/** An account's state as it is kept; an account without one is active. All that is left of one that was deleted. */
export const accountStateSchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    state: z.enum(["active", "suspended", "archived", "deleting", "deleted"]),
    sinceMs: z.number(),
    lastActiveAtMs: z.number(),
    reason: z.string(),
  }),
);
export type AccountState = z.infer<typeof accountStateSchema>;
