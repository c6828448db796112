import { createServer } from "node:http";
import { once } from "node:events";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { openWebhookCenter } from "../open-webhook-center.mjs";

/** As plugboard-node, in a host that takes deliveries and handles them later or elsewhere: what is due before the answer, and nothing else. */
export default async function start({ directory }) {
  const { center, path, handled } = await openWebhookCenter(directory, { handles: false });
  const server = createServer({ keepAliveTimeout: 72_000 }, nodeWebhooks(center)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: server.address().port, path, handled };
}
