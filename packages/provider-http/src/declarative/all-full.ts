import type { ContentFeature, FeatureLevel } from "@plugboard/core/spec";

/** Features that are carried as they were handed over. */
export function allFull(...features: readonly ContentFeature[]): Partial<Record<ContentFeature, FeatureLevel>> {
  return Object.fromEntries(features.map((feature) => [feature, "full"]));
}
