import { type ProviderManifest, residencyFacetNames } from "@plugboard/core/spec";
import { z } from "zod";

/** Where a provider's operations take personal data, over all operations and facets. */
export const dataCountriesSchema = z.strictObject({
  /** ISO 3166-1 alpha-2, sorted. */
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).max(300),
  /** True where an operation goes wherever the account's own settings say. */
  chosenByAccount: z.boolean(),
});
export type DataCountries = z.infer<typeof dataCountriesSchema>;

/** The countries of a manifest (R13); operations without personal data count too, since their metadata travels. */
export function countriesOf(manifest: ProviderManifest): DataCountries {
  const countries = new Set<string>();
  let chosenByAccount = false;
  for (const { residency } of manifest.operations)
    for (const facet of residencyFacetNames) {
      const declared = residency[facet]?.countries;
      if (declared === undefined) continue;
      if (Array.isArray(declared)) for (const country of declared) countries.add(country);
      else chosenByAccount = true;
    }
  return { countries: [...countries].sort(), chosenByAccount };
}
