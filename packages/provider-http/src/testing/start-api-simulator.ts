import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { ProviderSimulator, ReceivedRequest } from "@plugboard/provider-testkit/conformance";
import { ApiSimulation } from "./api-simulation.js";
import type { SimulatedApi } from "./simulated-api.js";

/** Plays a provider's API on loopback. */
export async function startApiSimulator(api: SimulatedApi): Promise<ProviderSimulator> {
  const simulation = new ApiSimulation(api);
  const server = createServer((incoming, response) => {
    const answer = async (): Promise<void> => {
      const answered = simulation.answer(await readRequest(incoming));
      if (answered === "drop") incoming.socket.destroy();
      else response.writeHead(answered.status, answered.headers).end(answered.body);
    };
    answer().catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { requests, messages, complaints } = simulation;
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    messages,
    complaints,
    misbehave: (behaviour, times) => simulation.misbehave(behaviour, times),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
  const { method = "", url = "" } = incoming;
  return { method, path: url, headers: Object.fromEntries(headers), body: Buffer.concat(chunks) };
}
