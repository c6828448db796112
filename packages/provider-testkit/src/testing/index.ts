import type { ProviderFixtures } from "../conformance/provider-fixtures.js";
import { httpConformance } from "./http-conformance.js";

export { httpConformance } from "./http-conformance.js";
export { startHttpSimulator } from "./start-http-simulator.js";

/** The providers of this package, for `npm run conformance`. */
export const conformance: readonly ProviderFixtures[] = [httpConformance()];
