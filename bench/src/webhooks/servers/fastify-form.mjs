import { parse } from "node:querystring";
import fastify from "fastify";

/** fastify that parses the form as its own plugin for forms does (`@fastify/formbody`), and answers: nothing checked, nothing kept. */
export default async function start() {
  const app = fastify();
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
    done(null, parse(body)),
  );
  let handled = 0;
  app.post("/form", async (request) => {
    if (request.body.topic === "order") handled += 1;
    return { status: "accepted" };
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: app.server.address().port, path: "/form", handled: () => handled };
}
