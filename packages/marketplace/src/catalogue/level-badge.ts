import type { Tier } from "../listing/tier-rules.js";

/** What a level shows, for people. */
export const levelMeanings: Readonly<Record<Tier, string>> = {
  gold: "all of silver; forged webhooks are refused, deliveries are shown once, reports never go back",
  silver:
    "all of bronze; only declared data leaves, nothing of it is logged, every fault has its cause, a lost answer makes no duplicate",
  bronze: "declared whole; messages arrive unchanged, only declared hosts are called",
  none: "the conformance kit has shown nothing of these bytes",
};

/** The level as words in a frame; colour only repeats what the words say. */
export function levelBadge(tier: Tier): string {
  return `<span class="level ${tier}">${tier === "none" ? "no evidence" : tier}</span>`;
}
