import { parse } from "node:querystring";
import fastify from "fastify";
import { openGroupInserts } from "../group-inserts.mjs";

/**
 * The floor of whatever keeps what it takes: fastify that parses the form and inserts it, answered when the group it shares is synced. Nothing is checked, and
 * nothing is done with it.
 * @param {{ directory: string }} params
 */
export default async function start({ directory }) {
  const insert = await openGroupInserts(directory);
  const app = fastify();
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "buffer" }, (_request, body, done) =>
    done(null, { fields: parse(body.toString("utf8")), body }),
  );
  let handled = 0;
  app.post("/form", async (request) => {
    await insert(request.body.body);
    if (request.body.fields.topic === "order") handled += 1;
    return { status: "accepted" };
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: app.server.address().port, path: "/form", handled: () => handled };
}
