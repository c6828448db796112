import { HttpResponse, type HttpHandler, http } from "msw";
import { TwilioSimulation } from "./twilio-simulation.js";
import type { TwilioSimulatorOptions } from "./twilio-simulator-options.js";

const HOSTS = [
  "api.ashburn.us1.twilio.com",
  "api.dublin.ie1.twilio.com",
  "api.sydney.au1.twilio.com",
  "api.twilio.com",
  "mms.twiliocdn.com",
] as const;

/**
 * Twilio's side as msw handlers, for tests of a host that intercept: `setupServer(...twilioHandlers(options).handlers)`.
 * @returns the handlers, and the simulation behind them to look at and to make misbehave.
 */
export function twilioHandlers(options: TwilioSimulatorOptions): {
  readonly handlers: readonly HttpHandler[];
  readonly simulation: TwilioSimulation;
} {
  const simulation = new TwilioSimulation(options);
  const answer = async ({ request }: { request: Request }) => {
    const response = await simulation.answer(request);
    return response === "drop" ? HttpResponse.error() : response;
  };
  return { handlers: HOSTS.map((host) => http.all(`https://${host}/*`, answer)), simulation };
}
