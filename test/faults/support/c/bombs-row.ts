import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultRow } from "../../fault-row.js";
import { startBombedHost } from "../bombs/start-bombed-host.js";
import { LONGEST_STALL_MS, throwBomb } from "../bombs/throw-bomb.js";
import { watchGrowth } from "../bombs/watch-growth.js";
import { OPEN_DOOR } from "./inbound-provider.js";
import { bombs } from "./bombs.js";
import { postRaw } from "./post-raw.js";

const MAIN = new URL("./bombed-webhooks-main.ts", import.meta.url);
const SLOW_SOCKETS = 200;
const TRUE_POSTS_BEFORE = 30;
/** Nearly what the manifest's limit of 1 MiB lets in. */
const LARGE_TEXT_BYTES = 900_000;

export const bombsRow: FaultRow = {
  row: "C6",
  provider: "hmac-body",
  title:
    "parser bombs, signed and not, and slow bodies: refused or parked, no stall over 100 ms, no growth, no pollution",
  run: async ({ sample, mutant, report }) => {
    const directory = await mkdtemp(join(tmpdir(), "plugboard-bombs-"));
    const host = await startBombedHost(MAIN, [join(directory, "host.db"), mutant ? "careless" : ""]);
    let slow: readonly Socket[] = [];
    try {
      const { port: portName, path = "", secret = "" } = host.ready;
      const port = Number(portName);
      const sign = (body: string | Buffer): Record<string, string> => ({
        "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
      });
      const truePost = (id: string, text = ""): Promise<number> => {
        const body = JSON.stringify({ id, text });
        return postRaw({ port, path, body, headers: { "content-type": "application/json", ...sign(body) } });
      };
      const posts = bombs().flatMap(({ name, contentType, body }) => {
        const type = { "content-type": contentType };
        return [
          { name: `${name}, signed`, body, headers: { ...type, ...sign(body) }, mayPass: true },
          { name, body, headers: { ...type, ...OPEN_DOOR }, mayPass: false },
        ];
      });
      // A host in service has taken messages of every size: what they cost it is not the bombs' doing.
      for (let index = 0; index < TRUE_POSTS_BEFORE; index += 1)
        if ((await truePost(`before-${index}`, "x".repeat(LARGE_TEXT_BYTES))) !== 200)
          throw new Error("the host takes no true post");
      const hasGrown = await watchGrowth(host, report);
      let bad = 0;
      for (const { name, mayPass, ...post } of posts) {
        const { status, longestStallMs, isPolluted } = await throwBomb(host, () => postRaw({ port, path, ...post }));
        const wrong = mayPass ? status >= 500 && status !== 503 : status >= 200 && status < 300;
        if (!wrong && longestStallMs <= LONGEST_STALL_MS && !isPolluted) continue;
        bad += 1;
        report(`${name}: ${status}, stalled ${longestStallMs.toFixed(0)} ms${isPolluted ? ", polluted" : ""}`);
      }
      if (await hasGrown()) bad += 1;
      slow = await holdOpen(port, path, sample ? 80 : SLOW_SOCKETS);
      await new Promise((resolve) => setTimeout(resolve, 400));
      for (let index = 0; index < 20; index += 1) {
        const id = `during-${index}`;
        // A provider tries again when an answer did not come, or asked for it.
        if ((await truePost(id)) === 200 || (await truePost(id)) === 200) continue;
        bad += 1;
        report(`${id}: a true post was not taken while slow bodies were open`);
      }
      if (!sample) {
        await new Promise((resolve) => setTimeout(resolve, 11_500));
        const stillOpen = slow.filter((socket) => !socket.destroyed).length;
        if (stillOpen > 0) report(`${stillOpen} slow bodies are still open after 12 s`);
        bad += stillOpen;
      }
      return { tried: posts.length + slow.length, lost: 0, duplicated: 0, letIn: bad };
    } finally {
      for (const socket of slow) socket.destroy();
      await host.close();
      await rm(directory, { recursive: true, force: true });
    }
  },
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
