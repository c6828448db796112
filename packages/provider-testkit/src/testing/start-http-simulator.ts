import type { ProviderSimulator } from "../conformance/fixtures/provider-simulator.js";
import { type HttpProviderServerOptions, startHttpProviderServer } from "../http-provider/http-provider-server.js";

/** The plain HTTP provider's server, as the conformance kit wants it. */
export async function startHttpSimulator(options: HttpProviderServerOptions): Promise<ProviderSimulator> {
  const server = await startHttpProviderServer(options);
  return {
    origin: server.baseUrl,
    requests: server.requests,
    get messages() {
      return server.messages.map(({ id, to, reference }) => ({ id, to, idempotencyKey: reference }));
    },
    complaints: server.complaints,
    misbehave: (behaviour, times) => server.misbehave(behaviour, times),
    close: () => server.close(),
  };
}
