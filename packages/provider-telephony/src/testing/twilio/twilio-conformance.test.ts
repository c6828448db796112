import { describeProvider } from "@plugboard/provider-testkit";
import { twilioConformance } from "./twilio-conformance.js";

describeProvider(twilioConformance.provider, twilioConformance);
