import { createServer } from "node:http";
import { openGroupInserts } from "../group-inserts.mjs";

const STREAM = { "content-type": "text/event-stream", "cache-control": "no-store" };

/**
 * The floor of a chat: node:http that keeps a message with a synced insert, counts it, shows it on its writer's stream and answers; and holds streams open. Nobody is
 * checked, nothing is resumed.
 * @param {{ directory: string }} params
 */
export default async function start({ directory }) {
  const insert = await openGroupInserts(directory);
  /** @type {number[]} */
  let latencies = [];
  let visitors = 0;
  /** @type {Map<string, import("node:http").ServerResponse>} */
  const streams = new Map();
  const answer = (/** @type {import("node:http").ServerResponse} */ response, /** @type {object} */ value) => {
    const body = JSON.stringify(value);
    response
      .writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) })
      .end(body);
  };
  const server = createServer((request, response) => {
    const { url = "", headers } = request;
    if (url.endsWith("/events")) {
      response.writeHead(200, STREAM).write("retry: 1000\n\n");
      streams.set(headers.authorization ?? "", response);
      return;
    }
    /** @type {Buffer[]} */
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", async () => {
      if (url.endsWith("/sessions")) {
        answer(response, { token: `visitor-${(visitors += 1)}` });
        return;
      }
      const body = Buffer.concat(chunks);
      const { text } = JSON.parse(body.toString("utf8"));
      await insert(body);
      if (text !== "warm") latencies.push(Number(process.hrtime.bigint() - BigInt(text)) / 1e6);
      streams.get(headers.authorization ?? "")?.write(`event: entry\ndata: ${body.toString("utf8")}\n\n`);
      answer(response, { seq: 1 });
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const handled = () => {
    const all = latencies;
    latencies = [];
    return all;
  };
  return { port: server.address().port, path: "/chat", handled };
}
