import { z } from "zod";
import { countryCodeSchema } from "../country-code.js";
import { safeguardSchema } from "./residency.js";

/** Somebody the provider passes personal data on to (GDPR Art. 28(2), (4)), as its own list names them; one in several countries stands once for each. */
export const subProcessorSchema = z.lazy(() =>
  z.strictObject({
    name: z.string().min(1).max(200),
    country: countryCodeSchema,
    purpose: z.string().min(1).max(500),
    /** On what the provider passes it on to a country outside the EU/EEA; absent: it names none. */
    safeguard: safeguardSchema.optional(),
  }),
);
export type SubProcessor = z.infer<typeof subProcessorSchema>;
