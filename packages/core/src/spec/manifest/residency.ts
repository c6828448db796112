import { z } from "zod";
import { countryCodeSchema } from "../country-code.js";
import { urlSchema } from "../url.js";

/** Countries of a facet: named, or taken from the channel's settings (`{ setting: "smtp.countries" }`, an array or one code). */
const countriesSchema = z.lazy(() =>
  z.union([z.array(countryCodeSchema).min(1), z.strictObject({ setting: z.string().min(1) })]),
);

/**
 * Legal ground for data leaving the EU/EEA (GDPR Art. 45, 46): an adequacy decision, standard contractual clauses,
 * binding corporate rules; `none` where the provider offers none.
 */
export const safeguardSchema = z.enum([
  "adequacy-decision",
  "standard-contractual-clauses",
  "binding-corporate-rules",
  "none",
]);
export type Safeguard = z.infer<typeof safeguardSchema>;

/** One facet of where an operation's data goes, with the document it was read from (R13). */
export const residencyFacetSchema = z.lazy(() =>
  z.strictObject({
    countries: countriesSchema,
    safeguard: safeguardSchema.default("none"),
    /** The provider's document the countries were read from, or `"account-settings"` when the account runs the server. */
    source: z.union([urlSchema, z.literal("account-settings")]),
    /** The day the document was read. */
    readOn: z.iso.date(),
    /** What the document says that a list of countries cannot: e.g. `"in use elsewhere for up to 60 minutes"`. */
    note: z.string().max(500).optional(),
  }),
);
export type ResidencyFacet = z.infer<typeof residencyFacetSchema>;

/**
 * Where an operation's personal data goes, per facet, never one flag: on its way, while processed, while stored, and when
 * the provider calls back. A facet that does not apply is left out; `processing` is always declared.
 */
export const residencySchema = z.lazy(() =>
  z.strictObject({
    inTransit: residencyFacetSchema.optional(),
    processing: residencyFacetSchema,
    atRest: residencyFacetSchema.optional(),
    callbacks: residencyFacetSchema.optional(),
  }),
);
export type Residency = z.infer<typeof residencySchema>;
export const residencyFacetNames = ["inTransit", "processing", "atRest", "callbacks"] as const;
