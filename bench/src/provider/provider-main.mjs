/**
 * The loopback providers, in a process of their own: each port is one provider, which answers every POST at once or after the
 * milliseconds its path asks for.
 */
import { once } from "node:events";
import { createServer } from "node:net";
import { answer } from "./answer.mjs";
import { createRequestReader } from "./request-reader.mjs";

const PROVIDERS = 5;
let requests = 0;
/** @type {Set<string> | null} the idempotency keys that came, once the parent asked for them */
let keys = null;

/** @param {import("node:net").Socket} socket */
function serve(socket) {
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy()); // a client killed in full flight is part of the measurement
  const read = createRequestReader((request) => {
    requests += 1;
    if (keys !== null && request.key !== null) keys.add(request.key);
    if (request.delayMs === 0) socket.write(answer(requests));
    else setTimeout(() => socket.writable && socket.write(answer(requests)), request.delayMs);
  });
  socket.on("data", (chunk) => {
    if (!read(chunk)) socket.destroy();
  });
}

process.on("message", (/** @type {{ ask: "counts" | "record-keys" | "missing", of?: string[] }} */ question) => {
  if (question.ask === "record-keys") keys = new Set();
  const missing = (question.of ?? []).filter((key) => !keys?.has(key)).length;
  process.send?.({ requests, keys: keys?.size ?? 0, missing });
});
process.on("disconnect", () => process.exit(0));

const ports = Array.from({ length: PROVIDERS }, async () => {
  const server = createServer(serve).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
});
process.send?.({ ports: await Promise.all(ports) });
