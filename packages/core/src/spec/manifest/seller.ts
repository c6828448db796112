import { z } from "zod";
import { countryCodeSchema } from "../country-code.js";
import { urlSchema } from "../url.js";

const settingSchema = z.lazy(() => z.strictObject({ setting: z.string().min(1) }));

/** Who stands behind a provider (R17): shown before any data flows. */
export const sellerSchema = z.lazy(() =>
  z.strictObject({
    legalName: z.string().min(1).max(200),
    /**
     * Where the seller is established. Absent where nobody sells a service, since the account or the host runs the server itself: then every facet of
     * every operation has its countries from the account's settings.
     */
    country: countryCodeSchema.optional(),
    /**
     * The channel's settings that name who runs the account's server, where that is somebody of the account's own choice. Shown instead of `legalName`
     * and `country` where both are set.
     */
    operator: z.strictObject({ legalName: settingSchema, country: settingSchema }).optional(),
    website: urlSchema,
    /** Where a person gets help: an `https:` or `mailto:` address. */
    support: urlSchema,
  }),
);
export type Seller = z.infer<typeof sellerSchema>;
