import { ChatVisitor } from "@plugboard/provider-livechat/testing";
import { startChatSite } from "../../../browser/livechat/start-chat-site.js";
import type { FaultRow } from "../../fault-row.js";
import { naughtyStrings } from "./naughty-strings.js";
import { scriptsInTexts } from "./scripts-in-texts.js";

const settings = {
  limits: {
    messagesPerMinute: 600,
    messagesPerHourAndAddress: 1_000_000,
    messagesPerDayAndAddress: 1_000_000,
    sessionsPerMinuteAndAddress: 10_000,
  },
};

/** What a careless chat does to a text. */
const careless = (text: string): string => text.trim().normalize("NFC");

export const fidelityRow: FaultRow = {
  row: "G1",
  provider: "livechat",
  title: "every naughty string arrives as it was typed, from the visitor and to the visitor; the empty one is refused",
  run: async ({ mutant, report }) => {
    const strings = naughtyStrings();
    if (strings === undefined)
      return { tried: 0, lost: 0, duplicated: 0, letIn: 0, skipped: "the outside data is not there: inputs/blns" };
    const all = [...strings, ...scriptsInTexts];
    const site = await startChatSite({ settings });
    try {
      const open = (): Promise<ChatVisitor> => new ChatVisitor(`${site.chatOrigin}/sites/chat`, site.origin).begin();
      const [writer, reader] = [await open(), await open()];
      await reader.say("hello");
      const to = await site.sessionOf("hello");
      await reader.listen();
      let [lost, duplicated, letIn] = [0, 0, 0];
      const texts = all.filter((text) => text !== "");
      for (const empty of all.filter((text) => text === "")) {
        if ((await writer.request("POST", "messages", { body: { id: writer.nextId(), text: empty } })).status !== 400)
          letIn += 1;
      }
      for (const text of texts) {
        await writer.say(mutant ? careless(text) || "-" : text);
        await site.answer(to, mutant ? careless(text) || "-" : text);
      }
      const arrived = (): string[] =>
        site.events
          .flatMap(({ event }) => (event.type === "message" && event.text !== undefined ? [event.text] : []))
          .slice(1);
      const shown = (): string[] => reader.entries.flatMap(({ by, text = "" }) => (by === "operator" ? [text] : []));
      const until = performance.now() + 30_000;
      while ((arrived().length < texts.length || shown().length < texts.length) && performance.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 20));
      for (const found of [arrived(), shown()]) {
        const first = texts.findIndex((text, index) => text !== found[index]);
        if (first !== -1)
          report(
            `the first that differs is number ${String(first)} of ${String(texts.length)}; ${String(found.length)} came`,
          );
        lost += texts.filter(
          (text, index) => !Buffer.from(text).equals(Buffer.from(found[index] ?? "\u0000absent")),
        ).length;
        duplicated += Math.max(0, found.length - texts.length);
      }
      reader.leave();
      return { tried: all.length * 2, lost, duplicated, letIn };
    } finally {
      await site.close();
    }
  },
};
