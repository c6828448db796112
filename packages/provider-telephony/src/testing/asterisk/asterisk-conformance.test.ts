import { describeProvider } from "@plugboard/provider-testkit";
import { asteriskConformance } from "./asterisk-conformance.js";

describeProvider(asteriskConformance.provider, asteriskConformance);
