/** The loopback provider, a process of its own: answers every POST at once, or after the milliseconds its path asks for. */
import { createServer } from "node:net";
import { createRequestReader } from "./request-reader.mjs";
import { answer } from "./answer.mjs";

let requests = 0;
/** @type {Map<string, number> | null} how often each idempotency key came, once the parent asked for it */
let keys = null;

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy()); // a client killed in full flight is part of the measurement
  const read = createRequestReader((request) => {
    requests += 1;
    if (keys !== null && request.key !== null) keys.set(request.key, (keys.get(request.key) ?? 0) + 1);
    if (request.delayMs === 0) socket.write(answer(requests));
    else setTimeout(() => socket.writable && socket.write(answer(requests)), request.delayMs);
  });
  socket.on("data", (chunk) => {
    if (!read(chunk)) socket.destroy();
  });
});

process.on("message", (/** @type {{ ask: string, of?: string[] }} */ command) => {
  if (command.ask === "record-keys") keys = new Map();
  if (command.ask === "missing") {
    const seen = keys ?? new Map();
    process.send?.({ missing: (command.of ?? []).filter((key) => !seen.has(key)).length });
    return;
  }
  process.send?.({ requests, keys: keys?.size ?? 0, repeated: requests - (keys?.size ?? requests) });
});
process.on("disconnect", () => process.exit(0));

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.send?.({ port: address.port });
});
