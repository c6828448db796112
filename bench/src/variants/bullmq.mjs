import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { createMessage, indexOf } from "../message.mjs";
import { createPost } from "./create-post.mjs";

/**
 * BullMQ: producer and one Worker in this process, jobs removed when complete, over the same undici Pool. A message is
 * accepted when `add` resolves and done when Redis has recorded the completion.
 * @type {import("../probes/open-variant.mjs").Variant}
 */
export default {
  async open(setup, onDone) {
    const wire = setup.providerUrls.length === 0 ? null : createPost(setup);
    const connect = () => new Redis(setup.redisPort, "127.0.0.1", { maxRetriesPerRequest: null });
    const producer = connect();
    const consumer = connect();
    const queue = new Queue("bench", { connection: producer, defaultJobOptions: { removeOnComplete: true } });
    await queue.waitUntilReady();
    /** @type {Worker | null} */
    let worker = null;
    if (!setup.acceptOnly) {
      const transfer = async (job) => (wire ? wire.post(job.data) : job.data.id);
      worker = new Worker("bench", transfer, { connection: consumer, concurrency: setup.lanes });
      worker.on("completed", (job) => onDone(indexOf(job.data)));
      await worker.waitUntilReady();
    }
    return {
      submit: (index) => queue.add("message", createMessage(index)),
      async close() {
        await worker?.close();
        await queue.close();
        await wire?.close();
        producer.disconnect();
        consumer.disconnect();
      },
    };
  },
};
