import { z } from "zod";
import { urlSchema } from "../url.js";

/**
 * What the provider does with a second delivery of the same message (G2).
 *
 * - `key`: it takes a key and answers a repeat with the first result: unknown outcomes are resent with the same key within `ttlSeconds`.
 * - `lookup`: no key, but a message can be found by our reference: `doLookup` settles an unknown outcome.
 * - `callback`: neither; a delivery report settles it.
 * - `none`: nothing settles it; it stays `unknown` for the host to see.
 */
export const idempotencySchema = z.lazy(() =>
  z.discriminatedUnion("mode", [
    z.strictObject({ mode: z.literal("key"), ttlSeconds: z.int().min(1), documentation: urlSchema.optional() }),
    z.strictObject({ mode: z.literal("lookup"), documentation: urlSchema.optional() }),
    z.strictObject({ mode: z.literal("callback"), documentation: urlSchema.optional() }),
    z.strictObject({ mode: z.literal("none") }),
  ]),
);
export type Idempotency = z.infer<typeof idempotencySchema>;
