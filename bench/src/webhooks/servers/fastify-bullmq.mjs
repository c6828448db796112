import { Queue, Worker } from "bullmq";
import fastify from "fastify";
import { Redis } from "ioredis";
import { normalise } from "../normalise.mjs";
import { verifyByHand } from "../verify-by-hand.mjs";

/** fastify with a signature checked by hand and a BullMQ job added (appendfsync always) before the answer; a Worker handles the jobs. */
export default async function start({ redisPort }) {
  const connect = () => new Redis(redisPort, "127.0.0.1", { maxRetriesPerRequest: null });
  const queue = new Queue("bench", { connection: connect(), defaultJobOptions: { removeOnComplete: true } });
  await queue.waitUntilReady();
  let handled = 0;
  const app = fastify();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.post("/webhook", async (request, reply) => {
    if (!verifyByHand(request.body, request.headers["x-hub-signature-256"])) return reply.code(401).send();
    const events = normalise(JSON.parse(request.body.toString()));
    await queue.add("event", events, { jobId: events[0].providerMessageId });
    return "";
  });
  const worker = new Worker("bench", async ({ data }) => void (handled += data.length), {
    connection: connect(),
    concurrency: 64,
  });
  await worker.waitUntilReady();
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: app.server.address().port, path: "/webhook", handled: () => handled };
}
