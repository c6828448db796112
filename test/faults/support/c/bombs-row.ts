import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { RawInbound } from "@plugboard/core";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { webhookSchemeCases } from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { OPEN_DOOR } from "./inbound-provider.js";
import { bombs } from "./bombs.js";
import { openInbound } from "./open-inbound.js";
import { postRaw } from "./post-raw.js";
import { withTemporaryStore } from "./with-temporary-store.js";

const LONGEST_STALL_MS = 100;
const MOST_GROWTH_BYTES = 50 * 1_048_576;
const SLOW_SOCKETS = 200;

/** What a careless host does with a body: parses and merges it where it comes in. */
function merge(target: Record<string, unknown>, source: unknown): void {
  if (typeof source !== "object" || source === null) return;
  for (const [key, value] of Object.entries(source)) {
    const known = target[key];
    if (typeof value === "object" && value !== null)
      merge((known ?? (target[key] = {})) as Record<string, unknown>, value);
    else target[key] = value;
  }
}
const careless = ({ body }: Pick<RawInbound, "body">): void => {
  try {
    merge({}, JSON.parse(Buffer.from(body).toString()));
  } catch {
    // A careless host goes on.
  }
};
const isPolluted = (): boolean => "polluted" in {} || Object.keys(Object.prototype).length > 0;

export const bombsRow: FaultRow = {
  row: "C6",
  provider: "hmac-body",
  title:
    "parser bombs, signed and not, and slow bodies: refused or parked, no stall over 100 ms, no growth, no pollution",
  run: ({ sample, mutant, report }) =>
    withTemporaryStore(async (store) => {
      const scheme = webhookSchemeCases.filter(({ name }) => name === "hmac-body");
      const open = await openInbound(scheme, { store, settings: { inboundMaxAttempts: 1 } });
      const channel = open.channels.get("hmac-body");
      if (channel === undefined) throw new Error("no channel");
      const answer = nodeWebhooks(open.center);
      const server = createServer((request, response) => {
        if (mutant) request.on("data", (chunk: Buffer) => careless({ body: chunk }));
        void answer(request, response);
      }).listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      const { port } = server.address() as AddressInfo;
      const path = new URL(channel.url).pathname;
      const truePost = (id: string): Promise<number> => {
        const { headers, body } = channel.signer.sign({ id }, { url: channel.url, nowMs: 0 });
        return postRaw({ port, path, headers, body });
      };
      const posts = bombs().flatMap(({ name, contentType, body }) => {
        const sum = createHmac("sha256", channel.signer.credentials["secret"] ?? "")
          .update(body)
          .digest("hex");
        const signed = { "content-type": contentType, "x-hub-signature-256": `sha256=${sum}` };
        return [
          { name: `${name}, signed`, body, headers: signed, mayPass: true },
          { name, body, headers: { "content-type": contentType, ...OPEN_DOOR }, mayPass: false },
        ];
      });
      await truePost("before");
      const delay = monitorEventLoopDelay({ resolution: 5 });
      const before = process.memoryUsage().rss;
      let bad = 0;
      for (const { name, mayPass, ...post } of posts) {
        delay.reset();
        delay.enable();
        const status = await postRaw({ port, path, ...post });
        await new Promise((resolve) => setTimeout(resolve, 30));
        delay.disable();
        const stallMs = delay.max / 1e6;
        const wrong = mayPass ? status >= 500 && status !== 503 : status >= 200 && status < 300;
        if (!wrong && stallMs <= LONGEST_STALL_MS && !isPolluted()) continue;
        bad += 1;
        report(`${name}: ${String(status)}, stalled ${stallMs.toFixed(0)} ms${isPolluted() ? ", polluted" : ""}`);
      }
      const grown = process.memoryUsage().rss - before;
      if (grown > MOST_GROWTH_BYTES) {
        bad += 1;
        report(`grew by ${(grown / 1_048_576).toFixed(0)} MB`);
      }
      const slow = await holdOpen(port, path, sample ? 80 : SLOW_SOCKETS);
      await new Promise((resolve) => setTimeout(resolve, 400));
      for (let index = 0; index < 20; index += 1) {
        const id = `during-${String(index)}`;
        // A provider tries again when an answer did not come, or asked for it.
        if ((await truePost(id)) === 200 || (await truePost(id)) === 200) continue;
        bad += 1;
        report(`${id}: a true post was not taken while slow bodies were open`);
      }
      if (!sample) {
        await new Promise((resolve) => setTimeout(resolve, 11_500));
        const open200 = slow.filter((socket) => !socket.destroyed).length;
        if (open200 > 0) report(`${String(open200)} slow bodies are still open after 12 s`);
        bad += open200;
      }
      for (const socket of slow) socket.destroy();
      server.closeAllConnections();
      server.close();
      await open.close();
      return { tried: posts.length + slow.length, lost: 0, duplicated: 0, letIn: bad };
    }),
};

/** Opens connections that send a header and then a byte now and then. */
async function holdOpen(port: number, path: string, count: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => socket.destroy());
    socket.on("end", () => socket.destroy());
    socket.write(`POST ${path} HTTP/1.1\r\nhost: h\r\ncontent-length: 1000\r\n\r\n{`);
    socket.resume();
    return socket;
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  return sockets;
}
