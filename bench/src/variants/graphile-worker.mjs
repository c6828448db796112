import { Logger, makeWorkerUtils, run } from "graphile-worker";
import pg from "pg";
import { createMessage, indexOf } from "../message.mjs";
import { createPost } from "./create-post.mjs";

const CONNECTIONS = 20;
const logger = new Logger(() => () => undefined);

/**
 * Graphile Worker on PostgreSQL with `synchronous_commit=on`, as many jobs at once as there are lanes. Version 0.16: what is newer needs Node 22, and has a
 * local queue that this one lacks. A message is done when its completion is recorded.
 * @type {import("../probes/open-variant.mjs").Variant}
 */
export default {
  async open(setup, onDone) {
    const wire = setup.providerUrls.length === 0 ? null : createPost(setup);
    const pgPool = new pg.Pool({ connectionString: setup.postgresUrl, max: CONNECTIONS });
    pgPool.on("error", () => undefined);
    const utils = await makeWorkerUtils({ pgPool, logger });
    await utils.migrate();
    const taskList = { message: async (message) => void (await wire?.post(message)) };
    const options = { pgPool, logger, taskList, concurrency: setup.lanes, noHandleSignals: true, crontab: "" };
    const runner = setup.acceptOnly ? null : await run(options);
    runner?.events.on("job:complete", ({ job }) => onDone(indexOf(job.payload)));
    return {
      submit: (index) => utils.addJob("message", createMessage(index)),
      async close() {
        await runner?.stop();
        await utils.release();
        await pgPool.end();
        await wire?.close();
      },
    };
  },
};
