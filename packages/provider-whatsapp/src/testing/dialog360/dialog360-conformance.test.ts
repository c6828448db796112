import { describeProvider } from "@plugboard/provider-testkit";
import { dialog360Conformance } from "./dialog360-conformance.js";

describeProvider(dialog360Conformance.provider, dialog360Conformance);
