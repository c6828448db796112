import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";

/** What the conformance kit is told of this package's providers. */
export const conformance: readonly ProviderFixtures[] = [];
