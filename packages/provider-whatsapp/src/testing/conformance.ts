import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { ednaConformance } from "./edna/edna-conformance.js";

/** What the conformance kit is told of this package's providers. */
export const conformance: readonly ProviderFixtures[] = [ednaConformance];
