import { z } from "zod";
import { countryCodeSchema } from "../country-code.js";
import { urlSchema } from "../url.js";

/** Who stands behind a provider (R17): shown before any data flows. */
export const sellerSchema = z.lazy(() =>
  z.strictObject({
    legalName: z.string().min(1).max(200),
    country: countryCodeSchema,
    website: urlSchema,
    /** Where a person gets help: an `https:` or `mailto:` address. */
    support: urlSchema,
  }),
);
export type Seller = z.infer<typeof sellerSchema>;
