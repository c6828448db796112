import { resolveResidency } from "../policy/residency-policy.js";
import type { ProviderManifest } from "../spec/manifest/provider-manifest.js";
import type { Disclosure } from "./activation-instruction.js";
import { readSetting } from "../policy/read-setting.js";

/** What a person is shown before they activate a channel with these settings: seller, documents, countries, categories. */
export function describeDisclosure(manifest: ProviderManifest, settings: unknown): Disclosure {
  const countries = new Set<string>();
  const personalData = new Set<string>();
  for (const operation of manifest.operations) {
    for (const category of operation.personalData) personalData.add(category);
    const residency = resolveResidency(operation.residency, (path) => readSetting(settings, path));
    for (const facet of Object.values(residency)) for (const country of facet.countries) countries.add(country);
  }
  return {
    providerId: manifest.id,
    seller: manifest.seller.legalName,
    sellerCountry: manifest.seller.country,
    documents: manifest.documents.map(({ kind, version, url }) => ({ kind, version, url })),
    countries: [...countries].sort(),
    personalData: [...personalData].sort(),
    ...(manifest.webhooks === undefined ? {} : { webhookProof: manifest.webhooks.strength }),
  };
}
