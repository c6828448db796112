import type { ProviderSimulator } from "@plugboard/provider-testkit/conformance";
import { resendApi } from "./resend-api.js";
import { startApiSimulator } from "./start-api-simulator.js";

/** Resend's other side on loopback. */
export function startResendSimulator(apiKey: string): Promise<ProviderSimulator> {
  return startApiSimulator(resendApi(apiKey));
}
