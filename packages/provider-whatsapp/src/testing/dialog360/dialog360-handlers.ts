import { HttpResponse, type HttpHandler, http } from "msw";
import { Dialog360Simulation } from "./dialog360-simulation.js";
import type { Dialog360SimulatorOptions } from "./dialog360-simulator-options.js";

/**
 * 360dialog's side as msw handlers, for tests of a host that intercept: `setupServer(...dialog360Handlers(options).handlers)`.
 * @returns the handlers, and the simulation behind them to look at and to make misbehave.
 */
export function dialog360Handlers(options: Dialog360SimulatorOptions): {
  readonly handlers: readonly HttpHandler[];
  readonly simulation: Dialog360Simulation;
} {
  const simulation = new Dialog360Simulation(options);
  const answer = async ({ request }: { request: Request }) => {
    const response = await simulation.answer(request);
    return response === "drop" ? HttpResponse.error() : response;
  };
  return { handlers: [http.all("https://waba-v2.360dialog.io/*", answer)], simulation };
}
