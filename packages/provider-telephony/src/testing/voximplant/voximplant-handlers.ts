import { HttpResponse, type HttpHandler, http } from "msw";
import { VoximplantSimulation } from "./voximplant-simulation.js";
import type { VoximplantSimulatorOptions } from "./voximplant-simulator-options.js";

/**
 * Voximplant's side as msw handlers: `setupServer(...voximplantHandlers(options).handlers)`.
 * @returns the handlers, and the simulation behind them to look at and to make misbehave.
 */
export function voximplantHandlers(options: VoximplantSimulatorOptions): {
  readonly handlers: readonly HttpHandler[];
  readonly simulation: VoximplantSimulation;
} {
  const simulation = new VoximplantSimulation(options);
  const answer = async ({ request }: { request: Request }) => {
    const response = await simulation.answer(request);
    return response === "drop" ? HttpResponse.error() : response;
  };
  return { handlers: [http.all("https://api.voximplant.com/*", answer)], simulation };
}
