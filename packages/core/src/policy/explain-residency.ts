import type { ProviderManifest } from "../spec/manifest/provider-manifest.js";
import { type ResidencyFacet, residencyFacetNames } from "../spec/manifest/residency.js";
import { decideCountry, type ResidencyRule, resolveResidency } from "./residency-policy.js";
import type { ZonesInForce } from "./zones/zones-in-force.js";

/** As an explanation names all operations that carry personal data. */
const ALL_OPERATIONS = "*";

/** One country an operation's data would go to, whether it may, and why, in words (R13). */
export interface ResidencyExplanation {
  /** `*` for what concerns all that carry personal data. */
  readonly operation: string;
  /** `subProcessor`: the provider passes data on to somebody there (R17). */
  readonly facet: (typeof residencyFacetNames)[number] | "subProcessor";
  /** Who that is, with facet `subProcessor`. */
  readonly subProcessor?: string;
  /** `undeclared` where the settings that should name it hold no country. */
  readonly country: string;
  readonly allowed: boolean;
  /** What it stands on, in few words. */
  readonly ground: string;
  /** A sentence for a person: what happens there, and why it may or may not. */
  readonly text: string;
  readonly safeguard: ResidencyFacet["safeguard"];
  /** Where the country was read, and the day; for sub-processors the document that lists them, and its version. */
  readonly source: string;
  readonly readOn: string;
}

const HAPPENS: Record<(typeof residencyFacetNames)[number], string> = {
  inTransit: "passes through",
  processing: "is processed in",
  atRest: "is stored in",
  callbacks: "comes back through",
};

/**
 * Explains every country that personal data of a channel goes to, operation by operation and facet by facet.
 * @param readSetting - value of one of the channel's settings by its path.
 */
export function explainResidency(
  manifest: ProviderManifest,
  rule: ResidencyRule,
  zones: ZonesInForce,
  readSetting: (path: string) => unknown,
): ResidencyExplanation[] {
  const explained: ResidencyExplanation[] = [];
  for (const { id: operation, personalData, residency } of manifest.operations) {
    if (personalData.length === 0) continue;
    const resolved = resolveResidency(residency, readSetting);
    for (const facet of residencyFacetNames) {
      const declared = residency[facet];
      const found = resolved[facet];
      if (declared === undefined || found === undefined) continue;
      const { safeguard } = found;
      const { source, readOn } = declared;
      const countries = found.countries.length === 0 ? ["undeclared"] : found.countries;
      for (const country of countries) {
        const { allowed, ground, reason } = why(rule, country, safeguard, zones);
        const text = `Data of "${operation}" ${HAPPENS[facet]} ${country}: ${reason}.${declared.note === undefined ? "" : ` Note of the provider: ${declared.note}.`}`;
        explained.push({ operation, facet, country, allowed, ground, text, safeguard, source, readOn });
      }
    }
  }
  if (explained.length > 0) explained.push(...explainSubProcessors(manifest, rule, zones));
  return explained;
}

function explainSubProcessors(
  { subProcessors = [], documents }: ProviderManifest,
  rule: ResidencyRule,
  zones: ZonesInForce,
): ResidencyExplanation[] {
  const list = documents.find(({ kind }) => kind === "sub-processors");
  return subProcessors.map(({ name, country, purpose, safeguard = "none" }) => {
    const { allowed, ground, reason } = why(rule, country, safeguard, zones);
    return {
      ...{ operation: ALL_OPERATIONS, facet: "subProcessor", subProcessor: name, country, allowed, ground, safeguard },
      text: `Data is passed on to ${name} in ${country} (${purpose}): ${reason}.`,
      ...{ source: list?.url ?? "the provider's manifest", readOn: list?.version ?? "" },
    } as const;
  });
}

function why(
  rule: ResidencyRule,
  country: string,
  safeguard: ResidencyFacet["safeguard"],
  zones: ZonesInForce,
): { readonly allowed: boolean; readonly ground: string; readonly reason: string } {
  if (country === "undeclared")
    return {
      allowed: false,
      ground: "the settings name no country",
      reason: "refused, because the channel's settings name no country",
    };
  const decision = decideCountry(rule, country, safeguard, zones);
  const adequacy = zones.adequacy.get(country);
  if (!decision.allowed) {
    const ways: string[] = [];
    if (adequacy?.scope === "whole") ways.push(`allow the zone "adequate" (decision ${adequacy.decision})`);
    if (safeguard !== "none") ways.push(`record the provider's safeguard "${safeguard}" with its reference`);
    ways.push(`allow ${country} by name`, "use a provider that stays within the allowed zones");
    return {
      allowed: false,
      ground: "outside of what the account allows",
      reason: `refused, because the account does not allow it; to change that, ${ways.join(", or ")}`,
    };
  }
  switch (decision.by) {
    case "country":
      return {
        allowed: true,
        ground: "named by the account",
        reason: "allowed, because the account names this country",
      };
    case "EEA":
      return {
        allowed: true,
        ground: "European Economic Area",
        reason: "allowed, because it is in the European Economic Area",
      };
    case "adequate":
      return {
        allowed: true,
        ground: `adequacy decision ${adequacy?.decision ?? ""}`,
        reason: `allowed by adequacy decision ${adequacy?.decision ?? ""}, adopted on ${adequacy?.adopted ?? ""}${adequacy?.until === undefined ? "" : `, in force through ${adequacy.until}`}`,
      };
    case "safeguard": {
      const recorded = rule.safeguards.find((one) => one.country === country && one.safeguard === safeguard);
      return {
        allowed: true,
        ground: `${safeguard.replaceAll("-", " ")}: ${recorded?.reference ?? ""}`,
        reason: `allowed on the safeguard "${safeguard}", recorded as ${recorded?.reference ?? ""}`,
      };
    }
  }
}
