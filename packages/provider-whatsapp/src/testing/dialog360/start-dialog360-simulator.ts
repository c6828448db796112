import type { ProviderSimulator } from "@plugboard/provider-testkit/conformance";
import type { CloudMisbehaviour } from "../cloud-api/cloud-misbehaviour.js";
import { CloudPeople } from "../cloud-api/cloud-people.js";
import { startLoopbackServer } from "../loopback/start-loopback-server.js";
import { Dialog360Simulation } from "./dialog360-simulation.js";
import type { Dialog360SimulatorOptions } from "./dialog360-simulator-options.js";

/** 360dialog on loopback. */
export interface Dialog360Simulator extends ProviderSimulator {
  readonly simulation: Dialog360Simulation;
  misbehave(behaviour: CloudMisbehaviour, times?: number): void;
  /** The phones behind the number; deliveries go where the webhook was set, with the headers that were set with it. */
  people(): CloudPeople;
}

/** Starts 360dialog's side on a free loopback port; lead `https://waba-v2.360dialog.io` to its origin. */
export async function startDialog360Simulator(options: Dialog360SimulatorOptions): Promise<Dialog360Simulator> {
  const simulation = new Dialog360Simulation(options);
  const server = await startLoopbackServer((request) => simulation.answer(request));
  const { log } = simulation;
  return {
    origin: server.origin,
    simulation,
    requests: log.requests,
    messages: log.messages,
    complaints: log.complaints,
    misbehave: (behaviour, times) => simulation.misbehave(behaviour, times),
    people: () =>
      new CloudPeople(simulation, (body) => {
        const { webhook } = simulation;
        if (webhook === undefined) throw new Error("no webhook was set");
        return fetch(webhook.url, {
          method: "POST",
          headers: { "content-type": "application/json", ...webhook.headers },
          body,
        });
      }),
    close: () => server.close(),
  };
}
