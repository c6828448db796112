import type { CallVerbInput } from "@plugboard/core";
import { callVerbNameSchema } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import { callSides } from "./call-sides.js";
import { openCalls } from "./open-calls.js";

const TO = "+4915112345201";
const examples: Readonly<Record<CallVerbInput["verb"], CallVerbInput>> = {
  answer: { verb: "answer" },
  say: { verb: "say", text: "Good day" },
  play: { verb: "play", url: "https://sounds.example.com/a.wav" },
  gather: { verb: "gather", input: ["digits"] },
  dial: { verb: "dial", to: "+4915112345202" },
  transfer: { verb: "transfer", to: "+4915112345202" },
  hold: { verb: "hold", on: true },
  mute: { verb: "mute", on: true },
  record: { verb: "record" },
  "send-digits": { verb: "send-digits", digits: "1" },
  queue: { verb: "queue", name: "sales" },
  "hang-up": { verb: "hang-up" },
};

describe.each(callSides)("$fixtures.provider.manifest.id", (side) => {
  const levels = side.fixtures.provider.manifest.calls?.verbs ?? {};

  test("says of every verb at which level it has it", () => {
    expect(Object.keys(levels).sort()).toEqual([...callVerbNameSchema.options].sort());
  });

  test("takes a call with each verb it has, and one with any other is refused by that verb's name", async () => {
    const started = await side.start();
    const center = await openCalls(side, started);
    const taken: Record<string, unknown> = {};
    for (const verb of callVerbNameSchema.options) {
      const verbs = [examples[verb]];
      const result = await center.calls.start({ accountId: "acme", channelId: "channel-1", to: TO, verbs });
      taken[verb] = result.accepted
        ? result.outcome?.outcome
        : [result.refusal.code, result.refusal.details?.["verbs"]];
    }
    const expected = Object.entries(levels).map(([verb, level]) => [
      verb,
      level === "rejected" ? ["CALL_VERB_UNSUPPORTED", [verb]] : "received",
    ]);
    expect(taken).toEqual(Object.fromEntries(expected));
    expect(started.complaints).toEqual([]);
    await center.close({ graceMs: 0 });
    await started.close();
  });
});
