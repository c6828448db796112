import type { Misbehaviour, ProviderSimulator } from "@plugboard/provider-testkit/conformance";
import { startLoopbackServer } from "../loopback/start-loopback-server.js";
import { EdnaPeople } from "./edna-people.js";
import { EdnaSimulation } from "./edna-simulation.js";
import type { EdnaSimulatorOptions } from "./edna-simulator-options.js";

/** edna on loopback. */
export interface EdnaSimulator extends ProviderSimulator {
  readonly simulation: EdnaSimulation;
  /** What it accepted, and which of it is cancelled as equal within 20 minutes. */
  readonly accepted: EdnaSimulation["accepted"];
  /** Registered addresses by subject; 0 stands for all. */
  readonly callbacks: ReadonlyMap<number, string>;
  /** The phones behind the channel, for a host whose webhook, secret path included, is at this address; deliveries carry the key. */
  peopleAt(webhookUrl: string): EdnaPeople;
}

/** Starts edna's side on a free loopback port; lead `https://app.edna.io` and the channel's `filesUrl` to its origin. */
export async function startEdnaSimulator(options: EdnaSimulatorOptions): Promise<EdnaSimulator> {
  const simulation = new EdnaSimulation(options);
  const server = await startLoopbackServer((request) => simulation.answer(request));
  const { log, accepted, callbacks } = simulation;
  return {
    origin: server.origin,
    requests: log.requests,
    messages: log.messages,
    complaints: log.complaints,
    simulation,
    accepted,
    callbacks,
    misbehave: (behaviour: Misbehaviour, times?: number) => log.misbehave(behaviour, times),
    peopleAt: (webhookUrl) =>
      new EdnaPeople(simulation, (headers, body) => fetch(webhookUrl, { method: "POST", headers, body })),
    close: () => server.close(),
  };
}
