import { HttpResponse, type HttpHandler, http } from "msw";
import type { MetaSimulatorOptions } from "./meta-simulator-options.js";
import { MetaSimulation } from "./meta-simulation.js";

/**
 * Meta's side as msw handlers, for tests of a host that intercept: `setupServer(...metaHandlers(options).handlers)`.
 * @returns the handlers, and the simulation behind them to look at and to make misbehave.
 */
export function metaHandlers(options: MetaSimulatorOptions): {
  readonly handlers: readonly HttpHandler[];
  readonly simulation: MetaSimulation;
} {
  const simulation = new MetaSimulation(options);
  const answer = async ({ request }: { request: Request }) => {
    const response = await simulation.answer(request);
    return response === "drop" ? HttpResponse.error() : response;
  };
  const origins = ["https://graph.facebook.com/*", "https://lookaside.fbsbx.com/*"];
  return { handlers: origins.map((origin) => http.all(origin, answer)), simulation };
}
