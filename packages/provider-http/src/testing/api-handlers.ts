import { type HttpHandler, HttpResponse, http } from "msw";
import { ApiSimulation } from "./api-simulation.js";
import type { SimulatedApi } from "./simulated-api.js";

/** A provider's other side as msw handlers, with the simulation behind them to look at and to make misbehave. */
export interface ApiHandlers {
  readonly handlers: readonly HttpHandler[];
  readonly simulation: ApiSimulation;
}

/** @param origin - the provider's own: `"https://api.resend.com"`. */
export function apiHandlers(origin: string, api: SimulatedApi): ApiHandlers {
  const simulation = new ApiSimulation(api);
  const answer = async ({ request }: { request: Request }) => {
    const { pathname, search } = new URL(request.url);
    const answered = simulation.answer({
      method: request.method,
      path: pathname + search,
      headers: Object.fromEntries(request.headers),
      body: new Uint8Array(await request.arrayBuffer()),
    });
    if (answered === "drop") return HttpResponse.error();
    return new HttpResponse(answered.body, { status: answered.status, headers: { ...answered.headers } });
  };
  return { handlers: [http.all(`${origin}/*`, answer)], simulation };
}
