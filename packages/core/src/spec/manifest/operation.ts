import { z } from "zod";
import { slugSchema } from "../identifier.js";
import { personalDataCategorySchema } from "../personal-data-category.js";
import { residencySchema } from "./residency.js";

/**
 * One kind of call a provider makes: which endpoints, which personal data, where it goes. Every HTTP request and every socket
 * names its operation; the guard refuses endpoints the operation does not list, and an operation that carries personal data
 * outside an open transfer (R12).
 */
export const operationSchema = z.lazy(() =>
  z.strictObject({
    id: slugSchema,
    /** Ids of `endpointSchema` this operation may use. */
    endpoints: z.array(slugSchema).min(1),
    /** Empty for operations that carry none (a probe, a token refresh). */
    personalData: z.array(personalDataCategorySchema),
    residency: residencySchema,
    /** Longest time one call may take. Milliseconds. */
    timeoutMs: z.int().min(100).max(600_000).default(30_000),
    /** Longest answer read before the call is cut. Bytes. */
    maxResponseBytes: z.int().min(0).max(1_073_741_824).default(1_048_576),
  }),
);
export type Operation = z.infer<typeof operationSchema>;
