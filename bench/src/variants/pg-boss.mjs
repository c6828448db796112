import PgBoss from "pg-boss";
import { createMessage, indexOf } from "../message.mjs";
import { createPost } from "./create-post.mjs";

const WORKERS = 4;
const BATCH = 500;
const POLL_SECONDS = 0.5;

/**
 * pg-boss on PostgreSQL with `synchronous_commit=on`: four workers that take batches. Version 10, the last one for Node 20. A message counts as done when
 * its batch is transferred, just before the completion is recorded, which favours it.
 * @type {import("../probes/open-variant.mjs").Variant}
 */
export default {
  async open(setup, onDone) {
    const wire = setup.providerUrls.length === 0 ? null : createPost(setup);
    const boss = new PgBoss({ connectionString: setup.postgresUrl, schedule: false, supervise: false });
    boss.on("error", () => undefined);
    await boss.start();
    await boss.createQueue("message");
    const transfer = async (jobs) => {
      await Promise.all(jobs.map((job) => wire?.post(job.data)));
      for (const job of jobs) onDone(indexOf(job.data));
    };
    const options = { batchSize: BATCH, pollingIntervalSeconds: POLL_SECONDS };
    if (!setup.acceptOnly)
      for (let worker = 0; worker < WORKERS; worker += 1) await boss.work("message", options, transfer);
    return {
      submit: (index) => boss.send("message", createMessage(index)),
      async close() {
        await boss.stop({ graceful: false, wait: false });
        await wire?.close();
      },
    };
  },
};
