import type { ProviderFixtures } from "../conformance/provider-fixtures.js";
import { httpConformance } from "./http-conformance.js";

/** What the conformance kit is told of this package's providers. */
export const conformance: readonly ProviderFixtures[] = [httpConformance()];
