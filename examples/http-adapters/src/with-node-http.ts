import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ContactCenter } from "@plugboard/core";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import type { RunningServer } from "./server.js";

/** node:http: the webhooks below /api, and a page of its own. */
export async function withNodeHttp(center: ContactCenter): Promise<RunningServer> {
  const answerWebhook = nodeWebhooks(center);
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/api/webhooks/") === true) void answerWebhook(request, response);
    else response.end("the page");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
