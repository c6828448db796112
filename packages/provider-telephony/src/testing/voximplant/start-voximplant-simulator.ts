import type { Misbehaviour, ProviderSimulator } from "@plugboard/provider-testkit/conformance";
import { startLoopbackServer } from "../loopback/start-loopback-server.js";
import { VoximplantSimulation } from "./voximplant-simulation.js";
import type { VoximplantSimulatorOptions } from "./voximplant-simulator-options.js";

/** Voximplant on loopback. */
export interface VoximplantSimulator extends ProviderSimulator {
  readonly simulation: VoximplantSimulation;
}

/** Starts Voximplant's side on a free loopback port; lead `https://api.voximplant.com` and the host of recordings to its origin. */
export async function startVoximplantSimulator(options: VoximplantSimulatorOptions): Promise<VoximplantSimulator> {
  const simulation = new VoximplantSimulation(options);
  const server = await startLoopbackServer((request) => simulation.answer(request));
  const { log } = simulation;
  return {
    origin: server.origin,
    requests: log.requests,
    messages: log.messages,
    complaints: log.complaints,
    misbehave: (behaviour: Misbehaviour, times?: number) => log.misbehave(behaviour, times),
    simulation,
    close: () => server.close(),
  };
}
