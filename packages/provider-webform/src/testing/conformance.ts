import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { webformConformance } from "./webform-conformance.js";

/** What the conformance kit is told of this package's providers. */
export const conformance: readonly ProviderFixtures[] = [webformConformance];
