import type { Disclosure } from "../policy/disclosure.js";
import { readSetting } from "../policy/read-setting.js";
import { resolveResidency } from "../policy/residency-policy.js";
import { sellerOf } from "../policy/seller-of.js";
import type { ProviderManifest } from "../spec/manifest/provider-manifest.js";
import type { SubProcessor } from "../spec/manifest/sub-processor.js";

/** Scheme and host of an endpoint as declared, placeholders and all: a path more is no further reach. */
const ORIGIN = /^(?:[a-z][a-z0-9+]*|\{[A-Za-z0-9_.]+\}):\/\/[^/\s?#]+/;

/**
 * What a person is shown before they activate a channel with these settings: seller, documents, countries, categories, where each category
 * goes, and the endpoints it leaves by.
 */
export function describeDisclosure(manifest: ProviderManifest, settings: unknown): Disclosure {
  const countries = new Set<string>();
  const flows = new Map<string, Set<string>>();
  for (const { personalData, residency } of manifest.operations) {
    const resolved = resolveResidency(residency, (path) => readSetting(settings, path));
    const all = Object.values(resolved).flatMap((facet) => facet.countries);
    for (const country of all) countries.add(country);
    for (const category of personalData) {
      const known = flows.get(category) ?? new Set();
      for (const country of all) known.add(country);
      flows.set(category, known);
    }
  }
  const categories = [...flows.keys()].sort();
  return {
    providerId: manifest.id,
    ...sellerOf(manifest.seller, settings),
    documents: manifest.documents.map(({ kind, version, url, sha256 }) => ({
      ...{ kind, version, url },
      ...(sha256 === undefined ? {} : { sha256 }),
    })),
    ...(manifest.subProcessors === undefined ? {} : { subProcessors: sorted(manifest.subProcessors) }),
    countries: [...countries].sort(),
    personalData: categories,
    flows: Object.fromEntries(categories.map((category) => [category, [...(flows.get(category) ?? [])].sort()])),
    endpoints: [...new Set(manifest.endpoints.map(({ url }) => ORIGIN.exec(url)?.[0] ?? url))].sort(),
    ...(manifest.webhooks === undefined ? {} : { webhookProof: manifest.webhooks.strength }),
  };
}

/** In one order, whatever the manifest's: the same list is the same to the letter. */
function sorted(list: readonly SubProcessor[]): SubProcessor[] {
  const key = ({ name, country, purpose, safeguard }: SubProcessor): string =>
    JSON.stringify([name, country, purpose, safeguard]);
  return list
    .map(({ name, country, purpose, safeguard }) => ({
      ...{ name, country, purpose },
      ...(safeguard === undefined ? {} : { safeguard }),
    }))
    .sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
