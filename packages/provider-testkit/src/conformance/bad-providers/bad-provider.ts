import type { KitRule } from "../kit/kit-rules.js";
import type { ProviderFixtures } from "../provider-fixtures.js";

/** A good provider with one thing wrong, and the one rule it breaks by that. */
export interface BadProvider {
  /** What it does, kebab-case. */
  readonly name: string;
  readonly breaks: KitRule;
  make(good: ProviderFixtures): ProviderFixtures;
}
