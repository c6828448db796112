import type { Misbehaviour, ProviderSimulator } from "@plugboard/provider-testkit/conformance";
import { startLoopbackServer } from "../loopback/start-loopback-server.js";
import { TwilioPeople } from "./twilio-people.js";
import { TwilioSimulation } from "./twilio-simulation.js";
import type { TwilioSimulatorOptions } from "./twilio-simulator-options.js";

/** Twilio on loopback. */
export interface TwilioSimulator extends ProviderSimulator {
  /** What it took and still has. */
  readonly taken: TwilioSimulation["messages"];
  /** Message ids for which typing was shown. */
  readonly typing: readonly string[];
  /** Somebody removed the stored contents of the account. */
  removeContents(): void;
  readonly simulation: TwilioSimulation;
  /**
   * The phones behind the sender, for a host that listens at this address.
   * @param webhookUrl - where deliveries are carried to.
   * @param publicUrl - the same as Twilio knows it, which is what the signature covers; the channel's setting `webhookUrl`.
   */
  peopleAt(webhookUrl: string, publicUrl?: string): TwilioPeople;
}

/**
 * Starts Twilio's side on a free loopback port; lead `https://api.twilio.com`, `https://content.twilio.com`, `https://messaging.twilio.com` and
 * `https://mms.twiliocdn.com` to its origin.
 */
export async function startTwilioSimulator(options: TwilioSimulatorOptions): Promise<TwilioSimulator> {
  const simulation = new TwilioSimulation(options);
  const server = await startLoopbackServer((request) => simulation.answer(request));
  const { log } = simulation;
  return {
    origin: server.origin,
    requests: log.requests,
    messages: log.messages,
    complaints: log.complaints,
    taken: simulation.messages,
    typing: simulation.typing,
    misbehave: (behaviour: Misbehaviour, times?: number) => log.misbehave(behaviour, times),
    removeContents: () => simulation.contents.removeStored(),
    simulation,
    peopleAt: (webhookUrl, publicUrl = webhookUrl) =>
      new TwilioPeople(simulation, publicUrl, ({ url, headers, body }) =>
        fetch(webhookUrl + new URL(url).search, { method: "POST", headers, body }),
      ),
    close: () => server.close(),
  };
}
