import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { dialog360Conformance } from "./dialog360/dialog360-conformance.js";
import { ednaConformance } from "./edna/edna-conformance.js";
import { metaConformance } from "./meta/meta-conformance.js";
import { twilioConformance } from "./twilio/twilio-conformance.js";

/** What the conformance kit is told of this package's providers. */
export const conformance: readonly ProviderFixtures[] = [
  metaConformance,
  dialog360Conformance,
  ednaConformance,
  twilioConformance,
];
