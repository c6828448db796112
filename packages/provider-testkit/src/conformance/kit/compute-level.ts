import type { ProviderManifest } from "@plugboard/core/spec";
import type { CheckResult } from "./check-result.js";
import { kitRules, type Tier } from "./kit-rules.js";

const TIERS: readonly Tier[] = ["bronze", "silver", "gold"];

/**
 * The highest level whose checks, and those of all levels below, passed. A skipped check is one that was not shown. A webhook signature that does
 * not cover the body ends at silver, however well everything else goes (PROVIDERS.md).
 */
export function computeLevel(
  results: readonly CheckResult[],
  webhooks: ProviderManifest["webhooks"],
): { readonly level: Tier | "none"; readonly levelReasons: readonly string[] } {
  let level: Tier | "none" = "none";
  for (const tier of TIERS) {
    const missing = results.filter(({ rule, result }) => kitRules[rule].tier === tier && result !== "passed");
    const reasons = missing.map(({ check, result }) => `${check} ${result}`);
    if (tier === "gold" && webhooks?.strength === "weak") reasons.push("the webhook signature does not cover the body");
    if (reasons.length > 0) return { level, levelReasons: reasons };
    level = tier;
  }
  return { level, levelReasons: [] };
}
