import type { ProviderManifest } from "@plugboard/core/spec";
import type { Evidence } from "./evidence.js";
import { type Tier, tierNames, tierRules } from "./tier-rules.js";

/** @returns the level, and why it is not higher. */
export interface ComputedTier {
  readonly tier: Tier;
  readonly reasons: readonly string[];
}

/**
 * The level that evidence shows, never one that somebody declares: every check of the level and of those below passed, and none that the manifest
 * calls for is missing. Evidence of another tarball, provider or version shows nothing.
 * @param integrity - of the tarball that is judged.
 */
export function computeTier(
  manifest: ProviderManifest,
  evidence: Evidence | undefined,
  integrity: string,
): ComputedTier {
  if (evidence === undefined) return { tier: "none", reasons: ["there is no evidence"] };
  if (evidence.integrity !== integrity) return { tier: "none", reasons: ["the evidence is of another tarball"] };
  if (evidence.provider !== manifest.id || evidence.version !== manifest.version)
    return { tier: "none", reasons: ["the evidence is of another provider or version"] };
  const unknown = evidence.checks.find(({ rule }) => !Object.hasOwn(tierRules, rule));
  if (unknown !== undefined)
    return { tier: "none", reasons: [`the evidence has a rule that is not known: ${unknown.rule}`] };
  let reached: Tier = "none";
  for (const tier of tierNames.slice(1)) {
    const reasons = evidence.checks
      .filter(({ rule, result }) => tierRules[rule]?.tier === tier && result !== "passed")
      .map(({ check, result }) => `${check} ${result}`);
    for (const [rule, { tier: of, isNeeded }] of Object.entries(tierRules))
      if (of === tier && isNeeded(manifest) && !evidence.checks.some((one) => one.rule === rule))
        reasons.push(`no check of ${rule}`);
    if (tier === "gold" && manifest.webhooks?.strength === "weak")
      reasons.push("the webhook signature does not cover the body");
    if (reasons.length > 0) return { tier: reached, reasons };
    reached = tier;
  }
  return { tier: reached, reasons: [] };
}
