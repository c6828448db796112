import { callVerbSchema, type CallVerbInput } from "@plugboard/core/spec";
import fc from "fast-check";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readTwiml } from "../../testing/twilio/read-twiml.js";
import { twilioSettingsSchema } from "../twilio-settings.js";
import { twimlOf } from "./twiml-of.js";

const settings = twilioSettingsSchema.parse({
  accountSid: `AC${"0".repeat(32)}`,
  from: "+14155550100",
  webhookUrl: "https://host.example/webhooks/c1?a=1",
});
const twiml = (...verbs: CallVerbInput[]): string =>
  twimlOf(
    verbs.map((verb) => callVerbSchema.parse(verb)),
    settings,
    "call_1",
    3,
  );
const inner = (...verbs: CallVerbInput[]): string => /<Response>(.*)<\/Response>$/s.exec(twiml(...verbs))?.[1] ?? "";
const spoken = (text: string): unknown => readTwiml(twiml({ verb: "say", text }))[0]?.text;

describe("a text is said as it is, whatever it holds", () => {
  test.each([
    "</Say><Hangup/>",
    '"><Dial>+1900</Dial>',
    "&lt;Hangup/&gt; &amp; &#60;",
    "]]><!-- --><![CDATA[<Reject/>]]>",
    "<?xml version='1.1'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "a\r\nb\tc 'd' \"e\" 👋 \u2028",
    "' voice='x",
  ])("%j", (text) => {
    expect(spoken(text)).toBe(text);
  });

  test("for any text the contract takes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 }), (text) => {
        const verb = callVerbSchema.safeParse({ verb: "say", text });
        if (verb.success) expect(spoken(text)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test.each(["\u0000", "a\u0008", "\ud800", "\uffff"])(
    "what no XML can carry is refused by the contract: %j",
    (text) => {
      expect(callVerbSchema.safeParse({ verb: "say", text }).success).toBe(false);
    },
  );

  test.each<[string, CallVerbInput]>([
    ["a voice", { verb: "say", text: "Hello", voice: "Polly\u0001" }],
    ["a language", { verb: "say", text: "Hello", language: "de\ufffe" }],
    ["the language of a question", { verb: "gather", input: ["speech"], language: "de-DE\u0000" }],
    ["the address of a sound", { verb: "play", url: "https://x.example/\ud800" }],
    ["who is called", { verb: "dial", to: "client:a\uffff" }],
    ["from whom", { verb: "dial", to: "+4930901820", callerId: "+1415\u0008" }],
    ["to whom a call is handed", { verb: "transfer", to: "client:\udc00" }],
  ])("what no XML can carry is refused in %s, too: it would end the call", (_name, verb) => {
    expect(callVerbSchema.safeParse(verb).success).toBe(false);
  });

  const blns = join(
    process.env["PLUGBOARD_ORACLES"] ?? join(import.meta.dirname, "../../../../../../shared/oracles"),
    "inputs/blns/blns.json",
  );
  test.skipIf(!existsSync(blns))("515 naughty strings of shared/oracles, said or refused, never changed", () => {
    const strings = JSON.parse(readFileSync(blns, "utf8")) as string[];
    let said = 0;
    for (const text of strings) {
      if (!callVerbSchema.safeParse({ verb: "say", text }).success) continue;
      expect(spoken(text)).toBe(text);
      said += 1;
    }
    expect(said).toBeGreaterThan(500);
  });
});

describe("verbs as TwiML", () => {
  const action = (topic: string) => `https://host.example/webhooks/c1?a=1&amp;ref=call_1&amp;on=${topic}&amp;step=3`;
  const asks = (topic: string) => `<Redirect method="POST">${action(topic)}</Redirect>`;
  const silence = `<Pause length="60"/>${asks("wait")}`;
  test.each<[string, CallVerbInput[], string]>([
    ["answer alone", [{ verb: "answer" }], silence],
    [
      "say in a language",
      [{ verb: "answer" }, { verb: "say", text: "Hallo", language: "de-DE", voice: "Polly.Vicki" }],
      `<Say voice="Polly.Vicki" language="de-DE">Hallo</Say>${asks("say")}`,
    ],
    ["say, and then wait", [{ verb: "say", text: "Hallo" }, { verb: "answer" }], `<Say>Hallo</Say>${silence}`],
    [
      "play",
      [{ verb: "play", url: "https://x.example/a?b=1&c=2", loop: 2 }],
      `<Play loop="2">https://x.example/a?b=1&amp;c=2</Play>${asks("play")}`,
    ],
    [
      "gather",
      [{ verb: "gather", input: ["digits"], maxDigits: 4, timeoutMs: 7_000, prompt: [{ verb: "say", text: "PIN" }] }],
      `<Gather input="dtmf" numDigits="4" finishOnKey="" timeout="7" action="${action("gather")}" method="POST" actionOnEmptyResult="true"><Say>PIN</Say></Gather>`,
    ],
    [
      "dial a number",
      [{ verb: "dial", to: "+4930901820" }],
      `<Dial timeout="30" action="${action("dial")}" method="POST"><Number>+4930901820</Number></Dial>`,
    ],
    [
      "transfer to SIP",
      [{ verb: "transfer", to: "sip:a@pbx.example" }],
      `<Dial action="${action("transfer")}" method="POST"><Sip>sip:a@pbx.example</Sip></Dial>`,
    ],
    [
      "transfer to a line",
      [{ verb: "transfer", to: "client:anna" }],
      `<Dial action="${action("transfer")}" method="POST"><Client>anna</Client></Dial>`,
    ],
    [
      "record the call",
      [{ verb: "record", mode: "call" }],
      `<Start><Recording recordingStatusCallback="${action("recording")}"/></Start>${asks("record")}`,
    ],
    ["send digits", [{ verb: "send-digits", digits: "1w2#" }], `<Play digits="1w2#"/>${asks("send-digits")}`],
    ["nothing more", [], ""],
    ["queue", [{ verb: "queue", name: "sales" }], `<Enqueue action="${action("queue")}" method="POST">sales</Enqueue>`],
    ["refuse as busy", [{ verb: "hang-up", reason: "busy" }], '<Reject reason="busy"/>'],
    [
      "hang up",
      [
        { verb: "say", text: "Bye" },
        { verb: "hang-up", reason: "busy" },
      ],
      "<Say>Bye</Say><Hangup/>",
    ],
  ])("%s", (_name, verbs, expected) => {
    expect(inner(...verbs)).toBe(expected);
    expect(() => readTwiml(twiml(...verbs))).not.toThrow();
  });

  test("a message that stays empty asks what comes next all the same", () => {
    expect(inner({ verb: "record", maxDurationMs: 20_000, finishOnKey: "#", beep: true })).toBe(
      `<Record maxLength="20" finishOnKey="#" playBeep="true" action="${action("record")}" method="POST" recordingStatusCallback="${action("recording")}"/><Redirect method="POST">${action("record")}</Redirect>`,
    );
  });
});
