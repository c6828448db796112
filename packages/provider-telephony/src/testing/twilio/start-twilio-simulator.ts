import type { Misbehaviour, ProviderSimulator } from "@plugboard/provider-testkit/conformance";
import { startLoopbackServer } from "../loopback/start-loopback-server.js";
import { TwilioPhones } from "./twilio-phones.js";
import { TwilioSimulation } from "./twilio-simulation.js";
import type { TwilioSimulatorOptions } from "./twilio-simulator-options.js";

/** Twilio on loopback. */
export interface TwilioSimulator extends ProviderSimulator {
  readonly simulation: TwilioSimulation;
  /**
   * The phones behind the number, for a host that listens at this address.
   * @param webhookUrl - where deliveries are carried to.
   * @param publicUrl - the same as Twilio knows it, which is what the signature covers; the channel's setting `webhookUrl`.
   */
  phonesAt(webhookUrl: string, publicUrl?: string): TwilioPhones;
}

/**
 * Starts Twilio's side on a free loopback port; lead the API's host of the channel's region (`https://api.ashburn.us1.twilio.com`),
 * `https://api.twilio.com` and `https://mms.twiliocdn.com` to its origin.
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
    misbehave: (behaviour: Misbehaviour, times?: number) => log.misbehave(behaviour, times),
    simulation,
    phonesAt: (webhookUrl, publicUrl = webhookUrl) =>
      new TwilioPhones(simulation, publicUrl, ({ url, headers, body }) =>
        fetch(webhookUrl + new URL(url).search, { method: "POST", headers, body }),
      ),
    close: () => server.close(),
  };
}
