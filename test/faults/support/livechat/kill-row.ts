import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChatVisitor } from "@plugboard/provider-livechat/testing";
import { type ChatProcess, startChatProcess, type ToldMessage } from "../../../browser/livechat/start-chat-process.js";
import type { FaultRow } from "../../fault-row.js";

const ORIGIN = "https://www.example.com";
const VISITORS = 10;
/** Between two kills. Milliseconds. */
const LIFE_MS = 700;
/** What was accepted goes out one after the other: lost is what is not there when nothing more has come for so long. Milliseconds. */
const QUIET_MS = 20_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A visitor who writes until told to stop, each message handed in until it is acknowledged. */
async function writeOn(
  visitor: ChatVisitor,
  name: string,
  isOver: () => boolean,
  careless: boolean,
): Promise<string[]> {
  const acknowledged: string[] = [];
  for (let index = 0; !isOver(); index += 1) {
    const text = `${name} ${String(index)}`;
    const id = `${name}-${String(index).padStart(8, "0")}`;
    for (let attempt = 0; ; attempt += 1) {
      try {
        // A careless element makes a new id for each attempt.
        await visitor.say(text, careless ? `${id}-${String(attempt)}` : id);
        acknowledged.push(text);
        break;
      } catch {
        if (isOver()) break;
        await pause(20);
      }
    }
    await pause(5);
  }
  return acknowledged;
}

export const killRow: FaultRow = {
  row: "A2",
  provider: "livechat",
  title:
    "the chat's host killed again and again while visitors and an operator write: what was acknowledged is there, once, on both sides",
  run: async ({ sample, mutant, report }) => {
    const kills = sample ? 3 : 30;
    const folder = mkdtempSync(join(tmpdir(), "plugboard-chat-kill-"));
    const file = join(folder, "chat.db");
    let host: ChatProcess = await startChatProcess(file, 0, ORIGIN);
    const { port } = host;
    try {
      const told: ToldMessage[] = [];
      const accepted = new Set<string>();
      const visitors = await Promise.all(
        Array.from({ length: VISITORS }, () =>
          new ChatVisitor(`http://127.0.0.1:${String(port)}/sites/chat`, ORIGIN).begin(),
        ),
      );
      let over = false;
      const writing = visitors.map((visitor, index) => writeOn(visitor, `visitor${String(index)}`, () => over, mutant));
      let answers = 0;
      for (let kill = 0; kill < kills; kill += 1) {
        const until = performance.now() + LIFE_MS + Math.random() * 300;
        while (performance.now() < until) {
          for (const { from } of host.messages.slice(-VISITORS))
            host.answer(from, `answer ${String(answers)}`, `key-${String(answers++)}`);
          await pause(20);
        }
        // What it told in its last moments counts too: its handler had it, so nobody is given it again.
        await host.kill();
        told.push(...host.messages);
        for (const key of host.accepted) accepted.add(key);
        host = await startChatProcess(file, port, ORIGIN);
      }
      over = true;
      const acknowledged = (await Promise.all(writing)).flat();
      const shown = (): Set<string> => new Set([...told, ...host.messages].map(({ text = "" }) => text));
      const transcripts = async (): Promise<string[]> =>
        (
          await Promise.all(
            visitors.map(
              async (visitor) =>
                (await (await visitor.call("GET", "transcript")).json()) as { messages: { text: string }[] },
            ),
          )
        ).flatMap(({ messages }) => messages.map(({ text }) => text));
      const missing = async (): Promise<number> => {
        const [atHost, kept] = [shown(), new Set(await transcripts())];
        const answered = [...accepted].filter((key) => !kept.has(key.replace("key-", "answer "))).length;
        return acknowledged.filter((text) => !atHost.has(text) || !kept.has(text)).length + answered;
      };
      let lost = await missing();
      for (let cameAt = performance.now(); lost > 0 && performance.now() < cameAt + QUIET_MS;) {
        await pause(200);
        const left = await missing();
        if (left < lost) cameAt = performance.now();
        lost = left;
      }
      const kept = await transcripts();
      const byEvent = new Map([...told, ...host.messages].map(({ eventId, text }) => [eventId, text]));
      const duplicated = kept.length - new Set(kept).size + byEvent.size - new Set(byEvent.values()).size;
      report(
        `${String(acknowledged.length)} acknowledged, ${String(accepted.size)} answers accepted, ${String(kills)} kills`,
      );
      return { tried: acknowledged.length + accepted.size, lost, duplicated, letIn: 0 };
    } finally {
      await host.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
