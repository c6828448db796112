import { HttpResponse, type HttpHandler, http } from "msw";
import { EdnaSimulation } from "./edna-simulation.js";
import type { EdnaSimulatorOptions } from "./edna-simulator-options.js";

/**
 * edna's side as msw handlers, for tests of a host that intercept: `setupServer(...ednaHandlers(options).handlers)`.
 * @returns the handlers, and the simulation behind them to look at and to make misbehave.
 */
export function ednaHandlers(options: EdnaSimulatorOptions): {
  readonly handlers: readonly HttpHandler[];
  readonly simulation: EdnaSimulation;
} {
  const simulation = new EdnaSimulation(options);
  const answer = async ({ request }: { request: Request }) => {
    const response = await simulation.answer(request);
    return response === "drop" ? HttpResponse.error() : response;
  };
  return { handlers: [http.all("https://app.edna.io/*", answer)], simulation };
}
