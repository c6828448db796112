import { fastifyWebhooks } from "@plugboard/http-adapters/fastify";
import fastify from "fastify";
import { openWebhookCenter } from "../open-webhook-center.mjs";

/** Plugboard mounted in fastify. */
export default async function start({ directory }) {
  const { center, path, handled } = await openWebhookCenter(directory);
  const app = fastify();
  await app.register(fastifyWebhooks(center), { prefix: "/api" });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: app.server.address().port, path: `/api${path}`, handled };
}
