import { expect, test } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { activate, act, startHost } from "../__fixtures__/start-host.js";
import { gate } from "../__fixtures__/test-store.js";
import { memoryStore } from "../ports/memory/index.js";
import type { InboundEventInput } from "../spec/inbound/inbound-event.js";
import type { InboundSinkV1 } from "../spec/capabilities/mailbox-sync.js";
import type { InboundEnvelope } from "../inbound/inbound-envelope.js";

const SESSION = "session-of-a-visitor-0001";
const TEN_MINUTES_MS = 600_000;
const asked = (subject = SESSION): InboundEventInput => ({
  type: "conversation",
  event: "erasure-requested",
  occurredAt: "2026-11-22T10:00:00Z",
  subject,
});
const said = (text: string): InboundEventInput => ({
  type: "message",
  providerMessageId: `id-of-${text}`,
  occurredAt: "2026-11-22T09:00:00Z",
  from: { kind: "session", value: SESSION },
  to: [],
  text,
});

/** A host whose visitors' doings a test hands in, as events in JSON; `hasPages`: by a provider that serves pages of its own. */
async function startPage({
  hasPages = true,
  handler = () => undefined,
}: {
  readonly hasPages?: boolean;
  readonly handler?: (envelope: InboundEnvelope) => void | Promise<void>;
} = {}) {
  let nowMs = Date.parse("2026-11-22T10:00:00Z");
  let posts = 0;
  let sink: InboundSinkV1 | undefined;
  const { provider } = scriptedProvider({
    content: { addressKinds: ["phone", "session"] },
    sync: (given, signal) => {
      sink = given;
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    },
    parse: ({ body }) => JSON.parse(new TextDecoder().decode(body)) as InboundEventInput[],
    ...(hasPages && {
      manifest: { site: { operation: "send-message", methods: ["POST"], headers: [], maxBodyBytes: 1_000 } },
      offers: { site: { doServe: () => ({ status: 204, headers: {}, body: "" }) } },
    }),
  });
  const store = memoryStore();
  const center = await startHost({
    providers: [provider],
    store,
    clock: { now: () => nowMs },
    settings: { inboundMaxAttempts: 1 },
  });
  await activate(center);
  await expect.poll(() => sink).toBeDefined();
  const handled: InboundEnvelope[] = [];
  center.receive(async (envelope) => {
    handled.push(envelope);
    await handler(envelope);
  });
  return {
    center,
    store,
    handled,
    pass: (forMs: number) => void (nowMs += forMs),
    post: async (...events: InboundEventInput[]) => {
      posts += 1;
      const body = new TextEncoder().encode(JSON.stringify(events));
      await sink?.accept({ deduplicationKey: `${SESSION}:${String(posts)}`, contentType: "application/json", body });
    },
    requests: () => center.rights.list("acme"),
  };
}

test("a visitor's deletion opens a request on record, and what the host keeps of them goes with it", async () => {
  const { center, store, handled, post, requests, pass } = await startPage();
  await post(said("hello"));
  await post(asked());
  await expect.poll(async () => (await requests()).length).toBe(1);
  expect(handled.map(({ event }) => event.type)).toEqual(["message", "conversation"]);
  const [request] = await requests();
  expect(request).toMatchObject({
    right: "erase",
    state: "open",
    reference: "c1",
    addresses: [{ kind: "session", value: SESSION }],
    identity: { checkedBy: "scripted" },
    act: { actor: "visitor", authority: "person", at: "2026-11-22T10:00:00Z" },
    dueAt: "2026-12-22T10:00:00.000Z",
  });
  const [entry] = await center.ledger.audit({ accountId: "acme", action: "rights-requested" });
  expect(entry).toMatchObject({ actor: "visitor", subject: request?.requestId });
  pass(TEN_MINUTES_MS);
  await center.rights.sweep();
  expect((await requests())[0]).toMatchObject({ state: "done", addresses: [] });
  for (const state of ["recorded", "parked", "done"] as const)
    expect(await store.inbound({ state, accountId: "acme", after: 0, limit: 10 })).toEqual([]);
});

test("nothing is sent to the visitor from then on", async () => {
  const { center, post, requests } = await startPage();
  await post(asked());
  await expect.poll(async () => (await requests()).length).toBe(1);
  const answer = await center.send({
    accountId: "acme",
    channelId: "c1",
    recipients: [{ address: { kind: "session", value: SESSION } }],
    content: { type: "text", text: "still there?" },
  });
  expect(answer).toMatchObject({ accepted: false, refusal: { code: "RECIPIENT_RESTRICTED" } });
});

test("those asked for within ten minutes go together, each once, 32 at most", async () => {
  const { post, requests, pass } = await startPage();
  for (let visitor = 1; visitor <= 33; visitor += 1) await post(asked(`session-${String(visitor).padStart(20, "0")}`));
  await post(asked(`session-${"1".padStart(20, "0")}`));
  await expect
    .poll(async () => (await requests()).map(({ addresses }) => addresses.length).sort((one, other) => other - one))
    .toEqual([32, 1]);
  pass(TEN_MINUTES_MS);
  await expect.poll(async () => (await requests()).length).toBe(2);
});

test("a plugin without pages of its own has nobody erased: it knows no visitor by a token", async () => {
  const { handled, post, requests } = await startPage({ hasPages: false });
  await post(asked());
  await post(said("afterwards"));
  await expect.poll(() => handled.length).toBe(2);
  expect(await requests()).toEqual([]);
});

test("a handler that fails for good holds nobody's right up", async () => {
  const { post, requests } = await startPage({
    handler: () => {
      throw new Error("the application is broken");
    },
  });
  await post(asked());
  await expect.poll(async () => (await requests()).length).toBe(1);
});

test("handlers hear of it before anything is taken away", async () => {
  const heard = gate();
  const { post, requests } = await startPage({ handler: () => heard.passed.then(() => undefined) });
  await post(asked());
  expect(await requests()).toEqual([]);
  heard.open();
  await expect.poll(async () => (await requests()).length).toBe(1);
});

test("an act of the visitor's own activates nothing and asks for nothing by the facade", async () => {
  const { center } = await startPage();
  const identity = { method: "token", checkedBy: "desk", checkedAt: "2026-11-22T10:00:00Z" };
  const order = {
    accountId: "acme",
    right: "erase" as const,
    addresses: [{ kind: "session" as const, value: SESSION }],
  };
  const visitor = { actor: "visitor", authority: "person", at: act.at } as never;
  await expect(center.rights.request({ ...order, identity, receivedAt: act.at, act: visitor })).rejects.toMatchObject({
    code: "INSTRUCTION_INVALID",
  });
});
