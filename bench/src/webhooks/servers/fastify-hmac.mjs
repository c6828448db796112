import fastify from "fastify";
import { normalise } from "../normalise.mjs";
import { verifyByHand } from "../verify-by-hand.mjs";

/** fastify with a signature checked by hand on the raw bytes, then normalised. Nothing is kept. */
export default async function start() {
  const app = fastify();
  let handled = 0;
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.post("/webhook", async (request, reply) => {
    if (!verifyByHand(request.body, request.headers["x-hub-signature-256"])) return reply.code(401).send();
    handled += normalise(JSON.parse(request.body.toString())).length;
    return "";
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: app.server.address().port, path: "/webhook", handled: () => handled };
}
