import type { ContactCenter } from "@plugboard/core";
import { fastifyWebhooks } from "@plugboard/http-adapters/fastify";
import fastify from "fastify";
import type { RunningServer } from "./server.js";

/** Fastify: a plugin with a prefix; the parsers of other routes stay as they are. */
export async function withFastify(center: ContactCenter): Promise<RunningServer> {
  const app = fastify();
  app.get("/", () => Promise.resolve("the page"));
  await app.register(fastifyWebhooks(center), { prefix: "/api" });
  const origin = await app.listen({ port: 0, host: "127.0.0.1" });
  return { origin, close: () => app.close() };
}
