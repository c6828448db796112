import { z } from "zod";

/** A name of a response header, lower-case. */
const headerNameSchema = z.string().regex(/^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/);

/**
 * By which headers of its answers a provider tells what is left of its own limit before it refuses anything (R19). A list in one header stands for
 * several windows: the one with the least left counts.
 */
export const quotaHeadersSchema = z.lazy(() =>
  z.discriminatedUnion("format", [
    z.strictObject({
      /** A header for each, e.g. `x-ratelimit-remaining` and `x-ratelimit-reset`. */
      format: z.literal("fields"),
      remaining: headerNameSchema,
      reset: headerNameSchema,
      /** What `reset` says: so many seconds from now, or an instant since the epoch. */
      resetIn: z.enum(["seconds", "epoch-seconds", "epoch-milliseconds"]),
    }),
    z.strictObject({
      /** One structured header, as the IETF drafts have it: `"default";r=50;t=30`, before that `remaining=50, reset=30`. */
      format: z.literal("ietf-draft"),
      header: headerNameSchema.default("ratelimit"),
    }),
  ]),
);
export type QuotaHeaders = z.infer<typeof quotaHeadersSchema>;
