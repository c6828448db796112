import { openConnection } from "../webhooks/http-connection.mjs";
import { requestMaker } from "../webhooks/request-maker.mjs";

/** Requests made at a time, so that the client's own memory is no matter. */
const BATCH = 500;

/**
 * Posts so many webhooks, each of something of its own, as fast as they are answered: for what a server holds afterwards.
 * @param {{ port: number, path: string, connections: number, count: number, request?: "call" }} params
 */
export default async function webhooksCounted({ port, path, connections, count, request }) {
  const create = requestMaker(request);
  const open = Array.from({ length: connections }, () => openConnection(port));
  let refused = 0;
  process.send?.({ progress: "begin" });
  for (let from = 0; from < count; from += BATCH) {
    const requests = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) =>
      create(from + index, path, port),
    );
    await Promise.all(
      open.map(async (connection) => {
        for (let next = requests.pop(); next !== undefined; next = requests.pop())
          if ((await connection.send(next)) !== 200) refused += 1;
      }),
    );
  }
  process.send?.({ progress: "end" });
  for (const connection of open) connection.close();
  if (refused > 0) throw new Error(`${refused} of ${count} webhooks were not acknowledged`);
  return { messages: count };
}
