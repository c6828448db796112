import { describeProvider } from "@plugboard/provider-testkit";
import { voximplantConformance } from "./voximplant-conformance.js";

describeProvider(voximplantConformance.provider, voximplantConformance);
