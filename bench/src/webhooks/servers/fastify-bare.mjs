import fastify from "fastify";

/** fastify that parses the JSON and answers: nothing verified, nothing kept. */
export default async function start() {
  const app = fastify();
  let handled = 0;
  app.post("/webhook", async (request) => {
    if (request.body.object === "whatsapp_business_account") handled += 1;
    return "";
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: app.server.address().port, path: "/webhook", handled: () => handled };
}
