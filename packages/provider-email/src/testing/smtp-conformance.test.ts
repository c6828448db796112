import { describeProvider } from "@plugboard/provider-testkit";
import { smtpConformance } from "./smtp-conformance.js";

describeProvider(smtpConformance.provider, smtpConformance);
