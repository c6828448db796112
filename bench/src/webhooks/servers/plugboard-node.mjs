import { createServer } from "node:http";
import { once } from "node:events";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { openWebhookCenter } from "../open-webhook-center.mjs";

/** Plugboard on node:http: verified, recorded with its fsync, acknowledged; parsed and handled behind that. */
export default async function start({ directory }) {
  const { center, path, handled } = await openWebhookCenter(directory);
  // As fastify has it: making the posts can take longer than node's five seconds.
  const server = createServer({ keepAliveTimeout: 72_000 }, nodeWebhooks(center)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: server.address().port, path, handled };
}
