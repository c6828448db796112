import type { Misbehaviour, ProviderSimulator } from "@plugboard/provider-testkit/conformance";
import { startLoopbackServer } from "../loopback/start-loopback-server.js";
import { postTwilioStatus } from "./post-twilio-status.js";
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
  /**
   * Posts a status of a message, signed, to its `StatusCallback`. Without a status, what becomes of it by itself: `delivered`, or `failed` with 63016 outside the
   * window.
   * @returns the host's answer.
   */
  postStatus(messageSid: string, status?: string, errorCode?: number): Promise<Response>;
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
    removeContents: () => simulation.removeContents(),
    postStatus: (messageSid, status, errorCode) => postTwilioStatus(simulation, messageSid, status, errorCode),
    close: () => server.close(),
  };
}
