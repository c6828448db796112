import { hash } from "node:crypto";
import { createServer } from "node:http";
import { openGroupInserts } from "../group-inserts.mjs";
import { normalise } from "../normalise.mjs";
import { verifyByHand } from "../verify-by-hand.mjs";

/**
 * The floor of whatever keeps what it takes: node:http with a signature checked by hand on the raw bytes, inserted under the hash of
 * its bytes, answered when the group it shares is synced, then normalised. Nothing is marked as done, tried again or parked.
 * @param {{ directory: string }} params
 */
export default async function start({ directory }) {
  const insert = await openGroupInserts(directory);
  let handled = 0;
  const server = createServer({ keepAliveTimeout: 72_000 }, (request, response) => {
    /** @type {Buffer[]} */
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", async () => {
      const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      if (!verifyByHand(body, request.headers["x-hub-signature-256"])) {
        response.writeHead(401).end();
        return;
      }
      await insert(body, `sha256:${hash("sha256", body, "hex")}`);
      response.writeHead(200, { "content-length": 0 }).end();
      handled += normalise(JSON.parse(body.toString())).length;
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  return { port: server.address().port, path: "/webhook", handled: () => handled };
}
