import { type ContactCenter, type InboundEnvelope, createContactCenter, type SendResult } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { expect, onTestFinished, test, vi } from "vitest";
import { cloudMessageBody, cloudStatusBody } from "../testing/cloud-api/cloud-webhook-bodies.js";
import { signMetaWebhook } from "../testing/meta/sign-meta-webhook.js";
import { type MetaSimulator, startMetaSimulator } from "../testing/meta/start-meta-simulator.js";
import { meta } from "./index.js";

const credentials = {
  accessToken: "EAAsimulated-token",
  appSecret: "simulated-app-secret",
  verifyToken: "simulated-verify-token",
};
const settings = { phoneNumberId: "106540352242922", businessAccountId: "102290129340398" };
const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
const PERSON = "4915112340001";
const text = (value: string) => ({
  accountId: "acme",
  channelId: "c1",
  recipients: [{ address: { kind: "phone" as const, value: `+${PERSON}` } }],
  content: { type: "text" as const, text: value },
});

interface Stage {
  readonly center: ContactCenter;
  readonly simulator: MetaSimulator;
  readonly received: InboundEnvelope[];
  post(body: string): Promise<number>;
  writes(words: string, id?: string): Promise<void>;
  state(
    result: SendResult,
  ): Promise<{ state: string; providerMessageId: string | undefined; code: string | undefined }>;
}

/** A host with one number, before a simulator that holds it to the 24 hours. */
async function stage(): Promise<Stage> {
  const simulator = await startMetaSimulator({ ...credentials, enforceServiceWindow: true });
  const center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a test" },
    providers: [meta],
    secrets: memorySecrets({ whatsapp: credentials }),
    egress: {
      dangerouslyRedirectEndpoints: {
        "https://graph.facebook.com": simulator.origin,
        "https://lookaside.fbsbx.com": simulator.origin,
      },
    },
  });
  onTestFinished(async () => {
    await center.close({ graceMs: 0 });
    await simulator.close();
  });
  const safeguards = [
    { country: "US", safeguard: "standard-contractual-clauses" as const, reference: "transfer addendum of 2026" },
  ];
  await center.channels.activate({
    accountId: "acme",
    channelId: "c1",
    providerId: "whatsapp-meta",
    settings,
    secret: "whatsapp",
    instructed: act,
    shown: center.channels.disclosure("whatsapp-meta", settings),
    termsAccepted: act,
    residency: { zones: ["EEA"], safeguards },
  });
  const received: InboundEnvelope[] = [];
  center.receive((envelope) => void received.push(envelope));
  const post = async (body: string): Promise<number> => {
    const headers = { "content-type": "application/json", ...signMetaWebhook(body, credentials.appSecret) };
    const request = new Request("https://host.example/webhooks/c1", { method: "POST", headers, body });
    return (await center.fetch(request)).status;
  };
  const { desk } = simulator.simulation;
  let last = 0;
  return {
    center,
    simulator,
    received,
    post,
    writes: async (words, id = `wamid.in-${String((last += 1))}`) => {
      const message = { id, from: PERSON, atMs: Date.now(), type: "text", content: { body: words } };
      desk.personWrote(message, message.atMs);
      const before = received.length;
      expect(await post(cloudMessageBody(desk.sender, message))).toBe(200);
      await vi.waitFor(() => expect(received.length).toBe(before + 1));
    },
    state: async (result) => {
      if (!result.accepted) throw new Error(result.refusal.code);
      const { state, providerMessageId, code } = await center.messages.settled("acme", result.messageId);
      return { state, providerMessageId, code };
    },
  };
}

test("free content goes out after the person wrote, and not before; a template always does", async () => {
  const { center, simulator, writes, state } = await stage();
  expect(await center.send(text("too early"))).toMatchObject({
    accepted: false,
    refusal: { code: "SERVICE_WINDOW_CLOSED", rule: "R5" },
  });
  const template = { ...text(""), content: { type: "template" as const, name: "hello_world", language: "en" } };
  expect(await state(await center.send(template))).toMatchObject({ state: "received" });
  await writes("hi");
  expect(await state(await center.send(text("answer")))).toMatchObject({ state: "received" });
  expect(simulator.complaints).toEqual([]);
});

test("a message whose answer was lost is unknown, never sent again, and settled under Meta's id by a status", async () => {
  const { center, simulator, post, writes, state } = await stage();
  await writes("hi");
  simulator.misbehave({ kind: "lose-answer" });
  const result = await center.send(text("once"));
  expect(await state(result)).toMatchObject({ state: "unknown" });
  const [taken] = simulator.messages;
  const body = cloudStatusBody(simulator.simulation.desk.sender, {
    id: taken?.id ?? "",
    status: "delivered",
    recipientId: PERSON,
    atMs: Date.now(),
    callbackData: taken?.idempotencyKey ?? "",
  });
  expect(await post(body)).toBe(200);
  await vi.waitFor(async () =>
    expect(await state(result)).toMatchObject({ state: "delivered", providerMessageId: taken?.id }),
  );
  expect(simulator.messages).toHaveLength(1);
});

test("a status that comes before the answer is not lost, and a later one finds the message by Meta's id alone", async () => {
  const { center, simulator, post, writes, state } = await stage();
  await writes("hi");
  const result = await center.send(text("quick"));
  const { providerMessageId } = await state(result);
  const report = (status: "sent" | "read") =>
    post(
      cloudStatusBody(simulator.simulation.desk.sender, {
        id: providerMessageId ?? "",
        status,
        recipientId: PERSON,
        atMs: Date.now(),
      }),
    );
  await report("read");
  await vi.waitFor(async () => expect(await state(result)).toMatchObject({ state: "read" }));
  await report("sent");
  expect(await state(result)).toMatchObject({ state: "read" });
});

test("a delivery that Meta repeats reaches the handler once; one that is not signed by the app never does", async () => {
  const { center, simulator, received, writes } = await stage();
  await writes("hi", "wamid.again");
  const { desk } = simulator.simulation;
  const again = { id: "wamid.again", from: PERSON, atMs: Date.now(), type: "text", content: { body: "hi" } };
  const body = cloudMessageBody(desk.sender, again);
  const forged = new Request("https://host.example/webhooks/c1", {
    method: "POST",
    headers: { "content-type": "application/json", ...signMetaWebhook(body, "another-app-secret") },
    body,
  });
  expect((await center.fetch(forged)).status).toBe(401);
  await writes("next");
  expect(received.map(({ event }) => event.type === "message" && event.text)).toEqual(["hi", "next"]);
});
