import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChatVisitor } from "@plugboard/provider-livechat/testing";
import { startChatProcess } from "../../../browser/livechat/start-chat-process.js";
import type { FaultRow } from "../../fault-row.js";
import { bombs } from "../c/bombs.js";

const ORIGIN = "https://www.example.com";
const LONGEST_STALL_MS = 100;
const MOST_GROWTH_BYTES = 50 * 1_048_576;
const SLOW_SOCKETS = 100;
/** Paths that take JSON; `files` takes files, and a text is one however its brackets stand. */
const PATHS = ["sessions", "messages", "marks", "typing"];

export const chatBombsRow: FaultRow = {
  row: "C6",
  provider: "livechat",
  title:
    "parser bombs at every way in, and slow bodies: refused, no stall over 100 ms, no growth, no pollution, visitors served meanwhile",
  run: async ({ sample, mutant, report }) => {
    const folder = mkdtempSync(join(tmpdir(), "plugboard-chat-bombs-"));
    const host = await startChatProcess(join(folder, "chat.db"), 0, ORIGIN, mutant ? "careless" : "");
    const slow: Socket[] = [];
    try {
      const base = `http://127.0.0.1:${String(host.port)}/sites/chat`;
      const visitor = await new ChatVisitor(base, ORIGIN).begin();
      await visitor.say("before");
      const all = bombs();
      for (let index = 0; index < SLOW_SOCKETS; index += 1) {
        const socket = connect(host.port, "127.0.0.1");
        socket.on("error", () => undefined);
        socket.write(
          `POST /sites/chat/messages HTTP/1.1\r\nhost: a\r\norigin: ${ORIGIN}\r\ncontent-length: 100\r\n\r\n{`,
        );
        slow.push(socket);
      }
      // The first of each kind compiles what it runs.
      const play = async (): Promise<{ tried: number; letIn: number }> => {
        let [tried, letIn] = [0, 0];
        for (const { name, contentType, body } of all)
          for (const path of PATHS)
            for (const type of new Set([contentType, "application/json"])) {
              tried += 1;
              const response = await visitor
                .request("POST", path, { raw: body, headers: { "content-type": type } })
                .catch(() => undefined);
              // Cut off in the middle is refused too. `typing` reads no body at all.
              if ((response?.status ?? 413) >= 400 || path === "typing") continue;
              letIn += 1;
              report(`${name} at ${path}: ${String(response?.status)}`);
            }
        return { tried, letIn };
      };
      await play();
      const before = await host.health();
      const rounds = sample ? 1 : 5;
      let [tried, letIn, lost] = [0, 0, 0];
      let [longestStallMs, rssBytes, isPolluted] = [Number.POSITIVE_INFINITY, 0, false];
      for (let round = 0; round < rounds; round += 1) {
        const played = await play();
        tried += played.tried;
        letIn += played.letIn;
        const health = await host.health();
        // A busy machine stops any process for a while; what a bomb does, it does in every round.
        longestStallMs = Math.min(longestStallMs, health.longestStallMs);
        ({ rssBytes, isPolluted } = health);
      }
      const growth = rssBytes - before.rssBytes;
      report(`longest stall ${longestStallMs.toFixed(1)} ms, growth ${(growth / 1_048_576).toFixed(1)} MB`);
      if (isPolluted) letIn += 1;
      if (longestStallMs > LONGEST_STALL_MS) letIn += 1;
      if (growth > MOST_GROWTH_BYTES) letIn += 1;
      tried += 1;
      if ((await visitor.say("after").catch(() => 0)) === 0) lost += 1;
      return { tried, lost, duplicated: 0, letIn };
    } finally {
      for (const socket of slow) socket.destroy();
      await host.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
