import { describeProvider } from "../conformance/describe-provider.js";
import { httpConformance } from "./http-conformance.js";

for (const mode of ["key", "lookup", "callback", "none"] as const) {
  const fixtures = httpConformance(mode);
  describeProvider(fixtures.provider, fixtures);
}
