import type { ProviderSimulator } from "@plugboard/provider-testkit/conformance";
import { postmarkApi } from "./postmark-api.js";
import { startApiSimulator } from "./start-api-simulator.js";

/** Postmark's other side on loopback. */
export function startPostmarkSimulator(serverToken: string): Promise<ProviderSimulator> {
  return startApiSimulator(postmarkApi(serverToken));
}
