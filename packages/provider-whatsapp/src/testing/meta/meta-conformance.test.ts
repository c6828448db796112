import { describeProvider } from "@plugboard/provider-testkit";
import { metaConformance } from "./meta-conformance.js";

describeProvider(metaConformance.provider, metaConformance);
