import { z } from "zod";
import { countryCodeSchema } from "../spec/country-code.js";
import {
  type Residency,
  type ResidencyFacet,
  residencyFacetNames,
  safeguardSchema,
} from "../spec/manifest/residency.js";
import type { SubProcessor } from "../spec/manifest/sub-processor.js";
import { type Refusal, refusal } from "./refusal.js";
import type { ZonesInForce } from "./zones/zones-in-force.js";

/** Where an account lets its data go (R13). */
export const residencyRuleSchema = z.lazy(() =>
  z.strictObject({
    /** `EEA`: the European Economic Area. `adequate`: countries with an adequacy decision in force for every recipient in them. */
    zones: z.array(z.enum(["EEA", "adequate"])).default([]),
    countries: z.array(countryCodeSchema).default([]),
    /** Countries outside, allowed because a safeguard is recorded: which one, and the reference to the paper it stands on. */
    safeguards: z
      .array(
        z.strictObject({
          country: countryCodeSchema,
          safeguard: safeguardSchema.exclude(["none"]),
          reference: z.string().min(1).max(500),
        }),
      )
      .default([]),
  }),
);
export type ResidencyRule = z.infer<typeof residencyRuleSchema>;

/** An operation's facets with their countries resolved from the channel's settings. */
export type ResolvedResidency = Partial<
  Record<
    (typeof residencyFacetNames)[number],
    { readonly countries: readonly string[]; readonly safeguard: ResidencyFacet["safeguard"] }
  >
>;

/**
 * Fills in the countries that a manifest takes from the channel's settings.
 * @param readSetting - value of a setting by its path.
 * @returns the facets; one whose setting holds no valid countries has an empty list, which no rule allows.
 */
export function resolveResidency(residency: Residency, readSetting: (path: string) => unknown): ResolvedResidency {
  const resolved: ResolvedResidency = {};
  for (const name of residencyFacetNames) {
    const facet = residency[name];
    if (facet === undefined) continue;
    const { countries, safeguard } = facet;
    if (Array.isArray(countries)) {
      resolved[name] = { countries, safeguard };
      continue;
    }
    const value = readSetting(countries.setting);
    const parsed = z.array(countryCodeSchema).safeParse(Array.isArray(value) ? value : [value]);
    resolved[name] = { countries: parsed.success ? parsed.data : [], safeguard };
  }
  return resolved;
}

/** Why a country is allowed, or that it is not. */
export type CountryDecision =
  { readonly allowed: true; readonly by: "country" | "EEA" | "adequate" | "safeguard" } | { readonly allowed: false };

const NOT_ALLOWED: CountryDecision = { allowed: false };

/** Whether an account lets its data go to one country. @param offered - the safeguard the provider declares for the facet. */
export function decideCountry(
  rule: ResidencyRule,
  country: string,
  offered: ResidencyFacet["safeguard"],
  zones: ZonesInForce,
): CountryDecision {
  if (rule.countries.includes(country)) return { allowed: true, by: "country" };
  if (rule.zones.includes("EEA") && zones.eea.has(country)) return { allowed: true, by: "EEA" };
  if (rule.zones.includes("adequate") && zones.adequacy.get(country)?.scope === "whole")
    return { allowed: true, by: "adequate" };
  const recorded = rule.safeguards.some((one) => one.country === country && one.safeguard === offered);
  if (offered === "none" || !recorded) return NOT_ALLOWED;
  // A decision that has ended protects nobody, whatever was recorded while it was in force.
  if (offered === "adequacy-decision" && !zones.adequacy.has(country)) return NOT_ALLOWED;
  return { allowed: true, by: "safeguard" };
}

/** Whether an operation's data stays where the account lets it go, facet by facet. */
export function decideResidency(
  rule: ResidencyRule,
  residency: ResolvedResidency,
  zones: ZonesInForce,
): Refusal | undefined {
  for (const [facet, { countries, safeguard }] of Object.entries(residency)) {
    if (countries.length === 0) return refusal("RESIDENCY_OUTSIDE", { facet, country: "undeclared" });
    for (const country of countries)
      if (!decideCountry(rule, country, safeguard, zones).allowed)
        return refusal("RESIDENCY_OUTSIDE", { facet, country, safeguardOffered: safeguard });
  }
  return undefined;
}

/** Whether those a provider names as passing data on to are where the account lets it go: it is the same data (R13, R17). */
export function decideSubProcessors(
  rule: ResidencyRule,
  subProcessors: readonly SubProcessor[] = [],
  zones: ZonesInForce,
): Refusal | undefined {
  for (const { name, country, safeguard = "none" } of subProcessors)
    if (!decideCountry(rule, country, safeguard, zones).allowed)
      return refusal("RESIDENCY_OUTSIDE", {
        ...{ facet: "subProcessor", subProcessor: name },
        ...{ country, safeguardOffered: safeguard },
      });
  return undefined;
}
