import { z } from "zod";
import { countryCodeSchema } from "../spec/country-code.js";
import { slugSchema } from "../spec/identifier.js";
import { providerDocumentSchema } from "../spec/manifest/provider-document.js";
import { subProcessorSchema } from "../spec/manifest/sub-processor.js";

/** What the person saw before they said yes (R13, R17): made by `channels.disclosure`. */
export const disclosureSchema = z.lazy(() =>
  z.strictObject({
    providerId: slugSchema,
    seller: z.string().min(1),
    /** Absent where nobody sells a service: the account or the host runs the server, and the settings do not say who. */
    sellerCountry: countryCodeSchema.optional(),
    /** `sha256` is of the document's text as the provider's author read it, where it was kept. */
    documents: z.array(providerDocumentSchema),
    /** Whom the provider passes personal data on to, sorted; absent where it does not name them one by one. */
    subProcessors: z.array(subProcessorSchema).optional(),
    /** Every country any operation's data goes to, sorted. */
    countries: z.array(z.string()),
    /** Every category of personal data any operation carries, sorted. */
    personalData: z.array(z.string()),
    /** Where each category goes: sorted countries by category. Absent in what was shown before it was kept. */
    flows: z.record(z.string(), z.array(z.string())).optional(),
    /** Scheme and host of every endpoint the plugin may talk to, as declared, sorted. Absent in what was shown before it was kept. */
    endpoints: z.array(z.string()).optional(),
    /** What proves that a webhook comes from the provider: `weak` proofs do not cover the body. Absent without webhooks. */
    webhookProof: z.enum(["strong", "weak"]).optional(),
  }),
);
export type Disclosure = z.infer<typeof disclosureSchema>;
