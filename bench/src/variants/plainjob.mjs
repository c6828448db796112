import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import Database from "libsql";
import { better, defineQueue, defineWorker } from "plainjob";
import { createMessage, indexOf } from "../message.mjs";
import { createPost } from "./create-post.mjs";

const POLL_MS = 5;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * plainjob on SQLite with `synchronous=FULL` (its default, NORMAL, does not sync before it answers), through the same
 * prebuilt SQLite as ours: better-sqlite3 needs an install script.
 * @type {import("../probes/open-variant.mjs").Variant}
 */
export default {
  async open(setup, onDone) {
    const wire = setup.providerUrls.length === 0 ? null : createPost(setup);
    const connection = better(new Database(join(setup.directory, "plainjob.db")));
    const queue = defineQueue({ connection, logger: silent });
    connection.pragma("synchronous = FULL");
    const transfer = async (job) => void (wire ? await wire.post(JSON.parse(job.data)) : 0);
    const options = {
      queue,
      logger: silent,
      pollIntervall: POLL_MS,
      onCompleted: (job) => onDone(indexOf(JSON.parse(job.data))),
    };
    const workers = setup.acceptOnly
      ? []
      : Array.from({ length: setup.lanes }, () => defineWorker("message", transfer, options));
    for (const worker of workers) void worker.start();
    return {
      async submit(index) {
        queue.add("message", createMessage(index));
        await setImmediate(); // `add` is synchronous: without this the submitters would never let a worker run
      },
      async close() {
        await Promise.all(workers.map((worker) => worker.stop()));
        queue.close();
        await wire?.close();
      },
    };
  },
};
