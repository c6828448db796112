import type { ProviderSimulator } from "@plugboard/provider-testkit/conformance";
import { brevoApi } from "./brevo-api.js";
import { startApiSimulator } from "./start-api-simulator.js";

/** Brevo's other side on loopback. */
export function startBrevoSimulator(apiKey: string): Promise<ProviderSimulator> {
  return startApiSimulator(brevoApi(apiKey));
}
