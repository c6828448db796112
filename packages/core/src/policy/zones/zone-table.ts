import { z } from "zod";
import { countryCodeSchema } from "../../spec/country-code.js";
import { urlSchema } from "../../spec/url.js";

/** A decision of the European Commission under Art. 45 GDPR that a country protects personal data adequately. */
export const adequacyDecisionSchema = z.lazy(() =>
  z.strictObject({
    country: countryCodeSchema,
    /** As the Official Journal names it: `"(EU) 2019/419"`. */
    decision: z.string().min(1).max(100),
    adopted: z.iso.date(),
    /** The last day it is in force, where it says one. */
    until: z.iso.date().optional(),
    /** `whole`: every recipient in the country. `part`: only some, see `note`; an account has to record that its recipient is one of them. */
    scope: z.enum(["whole", "part"]),
    note: z.string().max(500).optional(),
    source: urlSchema,
  }),
);
export type AdequacyDecision = z.infer<typeof adequacyDecisionSchema>;

/**
 * What the zones of a residency rule mean: law, so it is data with a date. A host replaces it when the law has changed (option `zones`).
 */
export const zoneTableSchema = z.lazy(() =>
  z.strictObject({
    /** The day the table was checked. */
    asOf: z.iso.date(),
    eea: z.strictObject({ countries: z.array(countryCodeSchema).min(1), sources: z.array(urlSchema).min(1) }),
    adequacy: z.array(adequacyDecisionSchema),
  }),
);
export type ZoneTable = z.infer<typeof zoneTableSchema>;
