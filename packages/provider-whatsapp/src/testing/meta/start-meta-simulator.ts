import type { ProviderSimulator } from "@plugboard/provider-testkit/conformance";
import type { CloudMisbehaviour } from "../cloud-api/cloud-misbehaviour.js";
import { CloudPeople } from "../cloud-api/cloud-people.js";
import { startLoopbackServer } from "../loopback/start-loopback-server.js";
import type { MetaSimulatorOptions } from "./meta-simulator-options.js";
import { MetaSimulation } from "./meta-simulation.js";
import { signMetaWebhook } from "./sign-meta-webhook.js";

/** Meta on loopback. */
export interface MetaSimulator extends ProviderSimulator {
  readonly simulation: MetaSimulation;
  misbehave(behaviour: CloudMisbehaviour, times?: number): void;
  /** The phones behind the number, for a host whose webhook is at this address; deliveries are signed. */
  peopleAt(webhookUrl: string): CloudPeople;
}

/** Starts Meta's side on a free loopback port; lead `https://graph.facebook.com` and `https://lookaside.fbsbx.com` to its origin. */
export async function startMetaSimulator(options: MetaSimulatorOptions): Promise<MetaSimulator> {
  const simulation = new MetaSimulation(options);
  const server = await startLoopbackServer((request) => simulation.answer(request));
  const { log } = simulation;
  return {
    origin: server.origin,
    simulation,
    requests: log.requests,
    messages: log.messages,
    complaints: log.complaints,
    misbehave: (behaviour, times) => simulation.misbehave(behaviour, times),
    peopleAt: (webhookUrl) =>
      new CloudPeople(simulation, (body) =>
        fetch(webhookUrl, {
          method: "POST",
          headers: { "content-type": "application/json", ...signMetaWebhook(body, options.appSecret) },
          body,
        }),
      ),
    close: () => server.close(),
  };
}
