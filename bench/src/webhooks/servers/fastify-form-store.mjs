import { parse } from "node:querystring";
import { join } from "node:path";
import fastify from "fastify";
import { sqliteStore } from "@plugboard/store-sqlite";

/**
 * The floor of whatever keeps what it takes: fastify that parses the form and inserts it, answered when the group it shares is synced. The store is ours; nothing is
 * checked, and nothing is done with it.
 * @param {{ directory: string }} params
 */
export default async function start({ directory }) {
  const store = sqliteStore(join(directory, "floor.db"));
  await store.open();
  const app = fastify();
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "buffer" }, (_request, body, done) =>
    done(null, { fields: parse(body.toString("utf8")), body }),
  );
  let sequence = 0;
  /** @type {{ write: object, done: () => void }[]} */
  let gathering = [];
  let inFlight = false;
  const flush = () => {
    if (inFlight || gathering.length === 0) return;
    const group = gathering;
    gathering = [];
    inFlight = true;
    store.commit(group.map(({ write }) => write)).then(() => {
      inFlight = false;
      flush();
      for (const { done } of group) done();
    });
  };
  const insert = (/** @type {Buffer} */ body) =>
    new Promise((resolve) => {
      sequence += 1;
      const record = {
        ...{ sequence, rawId: `raw-${sequence}`, accountId: "bench", channelId: "contact", source: "sync" },
        ...{ deduplicationKey: `form:${sequence}`, contentType: "application/x-www-form-urlencoded", body },
        ...{ attributes: "{}", recordedAtMs: Date.now(), state: "recorded", attempt: 0, dueAtMs: 0, finished: "[]" },
        code: undefined,
      };
      gathering.push({ write: { kind: "inbound-insert", record }, done: () => resolve(undefined) });
      queueMicrotask(flush);
    });
  let handled = 0;
  app.post("/form", async (request) => {
    await insert(request.body.body);
    if (request.body.fields.topic === "order") handled += 1;
    return { status: "accepted" };
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: app.server.address().port, path: "/form", handled: () => handled };
}
