import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { brevoConformance } from "./brevo-conformance.js";
import { postmarkConformance } from "./postmark-conformance.js";
import { resendConformance } from "./resend-conformance.js";

/** Every provider of this package, for the conformance kit. */
export const conformance: readonly ProviderFixtures[] = [resendConformance, postmarkConformance, brevoConformance];
