import { once } from "node:events";
import { createServer } from "node:http";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { openFormCenter } from "../open-form-center.mjs";

/** As plugboard-form, in a host that takes submissions and handles them later or elsewhere: what is due before the answer, and nothing else. */
export default async function start({ directory }) {
  const { center, path, handled } = await openFormCenter(directory, { handles: false });
  // As fastify has it: making the posts takes longer than node's five seconds.
  const server = createServer({ keepAliveTimeout: 72_000 }, nodeWebhooks(center)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: server.address().port, path, handled };
}
