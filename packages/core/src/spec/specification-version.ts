import { z } from "zod";

/**
 * The version of the provider contract. A host refuses a provider with a version it does not know
 * ({@link ContactCenterError} code `SPECIFICATION_UNSUPPORTED`) and adapts older ones.
 */
export const specificationVersionSchema = z.literal("v1");
export type SpecificationVersion = z.infer<typeof specificationVersionSchema>;
