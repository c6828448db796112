import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { asteriskConformance } from "./asterisk/asterisk-conformance.js";
import { voximplantConformance } from "./voximplant/voximplant-conformance.js";
import { twilioConformance } from "./twilio/twilio-conformance.js";
import { webrtcConformance } from "./webrtc/webrtc-conformance.js";

/** What the conformance kit is told of this package's providers. */
export const conformance: readonly ProviderFixtures[] = [
  asteriskConformance,
  twilioConformance,
  voximplantConformance,
  webrtcConformance,
];
