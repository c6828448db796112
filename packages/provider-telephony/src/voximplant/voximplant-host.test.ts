import { type ContactCenter, createContactCenter, describeSms } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { signVoximplantCallbacks } from "../testing/voximplant/sign-voximplant-callbacks.js";
import {
  startVoximplantSimulator,
  type VoximplantSimulator,
} from "../testing/voximplant/start-voximplant-simulator.js";
import { voximplantConformance } from "../testing/voximplant/voximplant-conformance.js";
import { voximplantSmsWebhook } from "../testing/voximplant/voximplant-webhooks.js";
import { voximplant } from "./voximplant.js";

const OWN = "+14155550100";
const PERSON = "+4915112345201";
const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
const secrets = z
  .object({
    ...{ accountId: z.string(), apiKey: z.string(), callbackSalt: z.string(), webhookSecret: z.string() },
    serviceAccount: z.object({ keyId: z.string(), privateKey: z.string() }),
  })
  .parse(voximplantConformance.credentials);

interface Stage {
  readonly center: ContactCenter;
  readonly simulator: VoximplantSimulator;
  /** The account's callbacks, signed. */
  post(callbacks: readonly object[]): Promise<number>;
  /** A person writes to the account's number. */
  writes(text: string): Promise<number>;
  send(text: string, more?: object): ReturnType<ContactCenter["send"]>;
}

/** A host with one channel of SMS, before a simulated Voximplant. */
async function openStage(): Promise<Stage> {
  const simulator = await startVoximplantSimulator({ ...secrets, from: OWN });
  const { settings, redirects } = voximplantConformance.connect(simulator.origin);
  const center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a test" },
    providers: [voximplant],
    secrets: memorySecrets({ voximplant: secrets }),
    webhooks: { publicBaseUrl: "https://host.example" },
    egress: { dangerouslyRedirectEndpoints: redirects ?? {} },
  });
  onTestFinished(async () => {
    await center.close({ graceMs: 0 });
    await simulator.close();
  });
  await center.channels.activate({
    ...{ accountId: "acme", channelId: "s1", providerId: "telephony-voximplant", channelKind: "sms", settings },
    ...{ secret: "voximplant", instructed: act, termsAccepted: act, residency: { zones: ["EEA"] } },
    shown: center.channels.disclosure("telephony-voximplant", settings),
  });
  center.receive(() => undefined);
  let written = 70;
  const post = async (body: string): Promise<number> => {
    const url = `https://host.example/webhooks/s1/${secrets.webhookSecret}`;
    const headers = { "content-type": "application/json" };
    const request = { method: "POST", headers, body: signVoximplantCallbacks(body, secrets) };
    return (await center.fetch(new Request(url, request))).status;
  };
  return {
    ...{ center, simulator },
    post: (callbacks) => post(JSON.stringify({ callbacks })),
    writes: (text) => post(voximplantSmsWebhook((written += 1), { from: PERSON, to: OWN, text }).body),
    send: (text, more = {}) =>
      center.send({
        ...{ accountId: "acme", channelId: "s1", recipients: [{ address: { kind: "phone", value: PERSON } }] },
        ...{ content: { type: "text", text }, ...more },
      }),
  };
}

test("an SMS in either alphabet arrives to the character, however many segments it takes", async () => {
  const { center, simulator, send } = await openStage();
  const texts = ["Ihr Code: 42 €", "Grüße 👋 \u2028 ’typographic’", `${"x".repeat(160)}€`, "ж".repeat(200)];
  expect(texts.map((text) => describeSms(text).segments)).toEqual([1, 1, 2, 3]);
  for (const text of texts) {
    const sent = await send(text);
    if (!sent.accepted) throw new Error(sent.refusal.code);
    expect((await center.messages.settled("acme", sent.messageId)).state).toBe("received");
  }
  expect(simulator.simulation.messages.map(({ text }) => text)).toEqual(texts);
  expect(simulator.complaints).toEqual([]);
});

test("a text that is too long, and a sender that is no number, are refused by name, and nothing is cut", async () => {
  const { center, simulator, send } = await openStage();
  expect(await send("x".repeat(766))).toMatchObject({ accepted: false, refusal: { gate: "capability" } });
  const named = await send("Hello", { sender: { kind: "handle", value: "Acme" } });
  if (!named.accepted) throw new Error(named.refusal.code);
  expect(await center.messages.settled("acme", named.messageId)).toMatchObject({
    ...{ state: "refused", code: "SENDER_UNSUPPORTED" },
  });
  expect(simulator.simulation.messages).toEqual([]);
});

test("a text of more parts than Voximplant sends is refused at once, by the alphabet it needs", async () => {
  const { simulator, send } = await openStage();
  for (const text of [`${"x".repeat(764)}€`, "ж".repeat(336)])
    expect(await send(text)).toMatchObject({ refusal: { code: "CONTENT_TOO_LARGE", details: { maxSegments: 5 } } });
  expect(simulator.simulation.messages).toEqual([]);
});

test("STOP ends what the account may send, and START allows it again", async () => {
  const { send, writes, simulator } = await openStage();
  expect(await writes("STOP")).toBe(200);
  await vi.waitFor(async () => expect(await send("a")).toMatchObject({ refusal: { code: "RECIPIENT_SUPPRESSED" } }));
  expect(await writes("START")).toBe(200);
  await vi.waitFor(async () => expect(await send("a")).toMatchObject({ accepted: true }));
  expect(simulator.complaints).toEqual([]);
});

test("events of a call that are posted again in other company are shown once", async () => {
  const { center, post } = await openStage();
  const shown: string[] = [];
  center.receive(({ event }) => {
    if (event.type === "call") shown.push(event.event);
  });
  const event = (id: number, what: string): object => ({
    ...{ callback_id: id, type: "plugboard_call" },
    plugboard_call: { callId: "4711", event: what, direction: "inbound", sequence: id },
  });
  const [offered, answered, ended] = [event(1, "offered"), event(2, "answered"), event(3, "ended")];
  for (const batch of [[offered, answered], [offered], [answered], [answered, ended]])
    expect(await post(batch)).toBe(200);
  await vi.waitFor(() => expect(shown).toContain("ended"));
  expect(shown).toEqual(["offered", "answered", "ended"]);
});
