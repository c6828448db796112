import { createHttpProvider, signHttpWebhook } from "@plugboard/provider-testkit";
import { expect, test } from "vitest";
import { instructionFor, startHost } from "../__fixtures__/start-host.js";
import type { ContactCenter } from "../host/contact-center.js";
import type { InboundEnvelope } from "./inbound-envelope.js";
import { memorySecrets, memoryStore } from "../ports/memory/index.js";
import type { Store } from "../ports/store.js";
import { StoreError } from "../spec/errors/store-error.js";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const otherSecret = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;
const NOW_MS = Date.parse("2026-11-21T12:00:00Z");
const body = JSON.stringify({ events: [{ type: "message", id: "in-1", from: "+49301", to: "+49302", text: "hello" }] });

interface Post {
  readonly channel?: string;
  readonly secret?: string;
  readonly id?: string;
  readonly ageSeconds?: number;
  readonly body?: string;
  readonly sentBody?: string;
  readonly headers?: Record<string, string | undefined>;
}

function post(center: ContactCenter, options: Post = {}): Promise<Response> {
  const timestampSeconds = NOW_MS / 1_000 - (options.ageSeconds ?? 0);
  const signed = signHttpWebhook({
    secret: options.secret ?? secret,
    id: options.id ?? "evt-1",
    timestampSeconds,
    body: options.body ?? body,
  });
  const headers = Object.entries({ ...signed, ...options.headers }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const url = `https://host.example/mounted/webhooks/${options.channel ?? "c1"}`;
  return center.fetch(new Request(url, { method: "POST", headers, body: options.sentBody ?? options.body ?? body }));
}

async function start(options: { store?: Store; credentials?: unknown; previous?: unknown } = {}) {
  const credentials = options.credentials ?? { apiKey: "test-api-key", webhookSecret: secret };
  const live = { current: credentials, ...(options.previous === undefined ? {} : { previous: options.previous }) };
  const center = await startHost({
    store: options.store ?? memoryStore(),
    providers: [createHttpProvider()],
    secrets: { resolve: () => Promise.resolve(live) },
    clock: { now: () => NOW_MS },
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyAllowPlainText: ["127.0.0.1"] },
  });
  const settings = { baseUrl: "http://127.0.0.1:9", countries: ["DE"] };
  await center.channels.activate(instructionFor(center, { providerId: "http", settings, secret: "key" }));
  return center;
}

function firstEvent(center: ContactCenter): Promise<InboundEnvelope> {
  return new Promise((resolve) => center.receive(resolve));
}

test("a signed post is recorded, acknowledged, and reaches the handler", async () => {
  const center = await start();
  const event = firstEvent(center);
  const response = await post(center);
  expect(response.status).toBe(204);
  expect((await event).event).toMatchObject({ type: "message", providerMessageId: "in-1", text: "hello" });
});

test("the same delivery 50 times at once is acknowledged each time and handled once", async () => {
  const center = await start();
  const handled: string[] = [];
  center.receive(({ eventId }) => void handled.push(eventId));
  const answers = await Promise.all(Array.from({ length: 50 }, () => post(center)));
  await post(center, { id: "evt-2" });
  await expect.poll(() => handled.length).toBe(2);
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 204));
});

test.each<[string, Post]>([
  ["another secret", { secret: otherSecret }],
  ["a body changed by one byte", { sentBody: body.replace("hello", "hellp") }],
  ["no signature", { headers: { "webhook-signature": undefined } }],
  ["an empty signature", { headers: { "webhook-signature": "" } }],
  ["a truncated signature", { headers: { "webhook-signature": "v1,AAAA" } }],
  ["no timestamp", { headers: { "webhook-timestamp": undefined } }],
  ["a timestamp 301 s old", { ageSeconds: 301 }],
  ["a timestamp 301 s ahead", { ageSeconds: -301 }],
  ["a changed id", { headers: { "webhook-id": "evt-9" } }],
  ["a channel that does not exist", { channel: "nobody" }],
  ["the body 1", { sentBody: "1" }],
  ["the body []", { sentBody: "[]" }],
])("%s is answered with the one 401", async (_name, options) => {
  const center = await start();
  const response = await post(center, options);
  expect({ status: response.status, body: await response.text(), headers: [...response.headers] }).toEqual({
    status: 401,
    body: "",
    headers: [],
  });
});

test("during a rotation the previous secret still verifies", async () => {
  const current = { apiKey: "test-api-key", webhookSecret: otherSecret };
  const center = await start({ credentials: current, previous: { apiKey: "test-api-key", webhookSecret: secret } });
  expect((await post(center)).status).toBe(204);
  expect((await post(center, { id: "evt-2", secret: otherSecret })).status).toBe(204);
});

test("while the store is down the provider is asked to try again", async () => {
  const store = memoryStore();
  const commit = store.commit.bind(store);
  const center = await start({ store });
  store.commit = () => Promise.reject(new StoreError("STORE_FULL"));
  const response = await post(center);
  store.commit = commit;
  expect(response.status).toBe(503);
});

test("a body over the limit is refused before it is read whole", async () => {
  const center = await start();
  const response = await post(center, { body: "x".repeat(2_000_000) });
  expect(response.status).toBe(413);
});

test("a payload the plugin cannot read is acknowledged, parked, and can be replayed", async () => {
  const center = await startHost({
    providers: [createHttpProvider()],
    secrets: memorySecrets({ key: { apiKey: "test-api-key", webhookSecret: secret } }),
    clock: { now: () => NOW_MS },
    settings: { inboundMaxAttempts: 1 },
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyAllowPlainText: ["127.0.0.1"] },
  });
  const settings = { baseUrl: "http://127.0.0.1:9", countries: ["DE"] };
  await center.channels.activate(instructionFor(center, { providerId: "http", settings, secret: "key" }));
  center.receive(() => undefined);
  const parked = new Promise<{ rawId: string; code: string }>((resolve) => center.on("inbound-parked", resolve));
  expect((await post(center, { body: "{not json" })).status).toBe(204);
  const { rawId, code } = await parked;
  expect(code).toBe("ANSWER_INVALID");
  const again = new Promise<{ rawId: string }>((resolve) => center.on("inbound-parked", resolve));
  await center.replay("acme", rawId);
  expect((await again).rawId).toBe(rawId);
});

test("other paths are not found, and other methods not allowed", async () => {
  const center = await start();
  expect((await center.fetch(new Request("https://host.example/"))).status).toBe(404);
  expect((await center.fetch(new Request("https://host.example/webhooks/c1"))).status).toBe(405);
});
