import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { asteriskConformance } from "./asterisk/asterisk-conformance.js";
import { twilioConformance } from "./twilio/twilio-conformance.js";

/** What the conformance kit is told of this package's providers. */
export const conformance: readonly ProviderFixtures[] = [asteriskConformance, twilioConformance];
