import { z } from "zod";
import { slugSchema } from "../identifier.js";

/** What a provider's own pages take: the host refuses the rest before the plugin sees it. */
export const siteContractSchema = z.lazy(() =>
  z.strictObject({
    /** The operation whose residency and personal data stand for what visitors send; refused residency closes the pages (R13). */
    operation: slugSchema,
    /** Answered with 405 otherwise. `HEAD` goes with `GET`. */
    methods: z.array(z.enum(["GET", "POST", "DELETE", "OPTIONS"])).min(1),
    /** Header fields the plugin is shown. */
    headers: z
      .array(z.string().regex(/^[a-z0-9-]+$/))
      .max(32)
      .default([]),
    maxBodyBytes: z.int().min(0).max(104_857_600).default(65_536),
    /** Paths that take more, each with its own limit: uploads. Every other path keeps `maxBodyBytes`, so that a stranger cannot fill the memory. */
    largerBodies: z
      .array(
        z.strictObject({
          path: z.string().regex(/^\/[A-Za-z0-9/._-]*$/),
          maxBodyBytes: z.int().min(1).max(104_857_600),
        }),
      )
      .max(16)
      .default([]),
  }),
);
export type SiteContract = z.infer<typeof siteContractSchema>;
