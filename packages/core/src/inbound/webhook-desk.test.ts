import { createHttpProvider, signHttpWebhook } from "@plugboard/provider-testkit";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { act, activate, instructionFor, startHost } from "../__fixtures__/start-host.js";
import type { ContactCenter } from "../host/contact-center.js";
import type { InboundEnvelope } from "./inbound-envelope.js";
import { memorySecrets, memoryStore } from "../ports/memory/index.js";
import type { Store } from "../ports/store.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import type { ProviderInstanceV1 } from "../spec/provider-instance.js";
import type { ProviderManifestInput } from "../spec/manifest/provider-manifest.js";
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

async function start(
  options: { channelId?: string; store?: Store; credentials?: unknown; previous?: unknown; logger?: LoggerV1 } = {},
) {
  const credentials = options.credentials ?? { apiKey: "test-api-key", webhookSecret: secret };
  const live = { current: credentials, ...(options.previous === undefined ? {} : { previous: options.previous }) };
  const center = await startHost({
    store: options.store ?? memoryStore(),
    providers: [createHttpProvider()],
    secrets: { resolve: () => Promise.resolve(live) },
    clock: { now: () => NOW_MS },
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyAllowPlainText: ["127.0.0.1"] },
    ...(options.logger === undefined ? {} : { logger: options.logger }),
  });
  const settings = { baseUrl: "http://127.0.0.1:9", countries: ["DE"] };
  const { channelId = "c1" } = options;
  await center.channels.activate(instructionFor(center, { providerId: "http", settings, secret: "key", channelId }));
  return center;
}

/** A provider whose webhooks are proven as a test says. */
function webhookProvider(webhooks: object, offers: Partial<ProviderInstanceV1> = {}) {
  const contract = {
    signature: { scheme: "none" },
    strength: "weak",
    secondFactor: { scheme: "secret-header", secret: "key", header: "x-second" },
    acknowledgement: { status: 200 },
    tryAgainStatus: 429,
    neverAgainStatus: 410,
    retriedForSeconds: 60,
    deduplicationKey: "the body",
    documentation: "https://scripted.example.com",
    ...webhooks,
  };
  return scriptedProvider({
    manifest: { webhooks: contract as ProviderManifestInput["webhooks"] },
    credentials: z.looseObject({}),
    offers,
  }).provider;
}
const postWith = (headers: Record<string, string>): RequestInit => ({
  method: "POST",
  body: "{}",
  headers: { "x-second": headers["x-key"] ?? "", ...headers },
});

function firstEvent(center: ContactCenter): Promise<InboundEnvelope> {
  return new Promise((resolve) => center.receive(resolve));
}

describe("a post that is genuine but for its time", () => {
  const told = async (options: Post) => {
    const center = await start();
    const skews: unknown[] = [];
    center.on("webhook-skewed", (event) => skews.push(event));
    const { status } = await post(center, options);
    return { status, skews };
  };

  test.each([
    ["ten minutes old", 600],
    ["two days ahead", -172_800],
  ])("%s is refused as any other, and by how much is told", async (_, ageSeconds) => {
    const skew = { accountId: "acme", channelId: "c1", providerId: "http", skewSeconds: ageSeconds };
    expect(await told({ ageSeconds })).toEqual({ status: 401, skews: [skew] });
  });

  test("is told of no forger, whatever time he writes", async () => {
    const forged = [{ secret: otherSecret }, { sentBody: `${body} ` }, { ageSeconds: 0, secret: otherSecret }];
    for (const one of forged) expect(await told({ ageSeconds: 600, ...one })).toEqual({ status: 401, skews: [] });
  });
});

test("a post that is not taken is told to the log at debug, by its channel alone, or by none", async () => {
  const lines: unknown[] = [];
  const nothing = (): void => undefined;
  const logger = { debug: (...line: unknown[]) => lines.push(line), info: nothing, warn: nothing, error: nothing };
  const center = await start({ logger });
  await post(center);
  expect(lines).toEqual([]);
  expect((await post(center, { secret: otherSecret })).status).toBe(401);
  const forged = ["a webhook was refused: its proof does not hold", { channelId: "c1", providerId: "http" }];
  expect(lines).toEqual([forged]);
  expect((await post(center, { channel: "nobody" })).status).toBe(401);
  expect(lines).toEqual([forged, ["a webhook was refused: its address names no active channel with webhooks"]]);
});

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

test("a channel that is not there is no sooner refused than a forgery: both wait for the whole body", async () => {
  const center = await start();
  const answered: string[] = [];
  const visits = ["c1", "nobody"].map((channel) => {
    let sender: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (sender = controller) });
    const init = { method: "POST", body, duplex: "half" } as RequestInit;
    const answer = center.fetch(new Request(`https://host.example/webhooks/${channel}`, init));
    void answer.then(({ status }) => answered.push(`${channel} ${String(status)}`));
    return { answer, end: () => sender?.close() };
  });
  // A true post is taken meanwhile.
  await post(center);
  expect(answered).toEqual([]);
  for (const { end } of visits) end();
  await Promise.all(visits.map(({ answer }) => answer));
  expect(answered.sort()).toEqual(["c1 401", "nobody 401"]);
});

test("posts to channels that are not there take no place from those that are", async () => {
  const center = await start();
  const statuses: number[] = [];
  for (let index = 0; index < 300; index += 1) {
    const init = { method: "POST", body: new ReadableStream(), duplex: "half" } as RequestInit;
    const request = new Request(`https://host.example/webhooks/nobody-${String(index)}`, init);
    void center.fetch(request).then(({ status }) => statuses.push(status));
  }
  expect((await post(center)).status).toBe(204);
  expect(statuses.length).toBeGreaterThan(200);
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

test("a body over the limit is refused like a stranger's, before it is read whole", async () => {
  const center = await start();
  let read = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      read += 65_536;
      controller.enqueue(new Uint8Array(65_536));
    },
  });
  const init = { method: "POST", body: endless, duplex: "half" } as RequestInit;
  const response = await center.fetch(new Request("https://host.example/webhooks/c1", init));
  expect(response.status).toBe(401);
  expect(read).toBeLessThan(1_400_000);
});

test("a channel whose webhook secret is missing or of no use does not become active, and the error names the key only", async () => {
  const scripted = webhookProvider({ signature: { scheme: "secret-header", secret: "key", header: "x-key" } });
  for (const value of [undefined, "", "zq!7"]) {
    const secrets = memorySecrets({ s: value === undefined ? {} : { key: value } });
    const center = await startHost({ providers: [scripted], secrets });
    const activating = center.channels.activate(instructionFor(center, { secret: "s" }));
    await expect(activating).rejects.toMatchObject({ code: "WEBHOOK_SECRET_UNUSABLE", details: { key: "key" } });
    await expect(activating).rejects.not.toThrow(/zq!7/);
    expect(center.channels.list("acme")).toEqual([]);
  }
});

test("a secret that is gone later asks the provider to try again, it is not the provider's fault", async () => {
  const values: Record<string, unknown> = { s: { key: "a secret value" } };
  const scripted = webhookProvider({ signature: { scheme: "secret-header", secret: "key", header: "x-key" } });
  const center = await startHost({ providers: [scripted], secrets: memorySecrets(values) });
  await center.channels.activate(instructionFor(center, { secret: "s" }));
  const ask = () =>
    center.fetch(new Request("https://host.example/webhooks/c1", postWith({ "x-key": "a secret value" })));
  expect((await ask()).status).toBe(200);
  values["s"] = {};
  expect((await ask()).status).toBe(429);
});

test("while its provider is disabled a channel asks to try again", async () => {
  const center = await start();
  await center.providers.disable("http", act);
  expect((await post(center)).status).toBe(503);
  for (const method of ["GET", "HEAD", "PUT"])
    for (const channelId of ["c1", "nobody"])
      expect(await methodAnswer(center, method, channelId), `${method} ${channelId}`).toBe(405);
  await center.providers.enable("http", act);
  expect((await post(center)).status).toBe(204);
});

test("a channel that cannot be opened is told apart from none by no method but a post", async () => {
  const broken = () => Promise.reject(new Error("not now"));
  const provider = webhookProvider({ signature: { scheme: "secret-header", secret: "key", header: "x-key" } });
  const secrets = memorySecrets({ s: { key: "a secret value" } });
  const center = await startHost({ providers: [{ ...provider, open: broken }], secrets });
  await center.channels.activate(instructionFor(center, { secret: "s" }));
  for (const channelId of ["c1", "nobody"]) expect(await methodAnswer(center, "GET", channelId)).toBe(405);
});

async function methodAnswer(center: ContactCenter, method: string, channelId: string): Promise<number> {
  return (await center.fetch(new Request(`https://host.example/webhooks/${channelId}`, { method }))).status;
}

test("a weak proof is shown as weak before activation", async () => {
  const scripted = webhookProvider({ signature: { scheme: "secret-header", secret: "key", header: "x-key" } });
  const center = await startHost({ providers: [scripted] });
  expect(center.channels.disclosure("scripted").webhookProof).toBe("weak");
});

test.each<[string, object]>([
  [
    "a weak signature without a second factor",
    { strength: "weak", signature: { scheme: "basic-auth", secret: "key" } },
  ],
  ["a signature that does not cover the body called strong", { signature: { scheme: "basic-auth", secret: "key" } }],
  [
    "the same proof twice",
    {
      strength: "weak",
      signature: { scheme: "basic-auth", secret: "key" },
      secondFactor: { scheme: "basic-auth", secret: "key" },
    },
  ],
])("%s makes no manifest", (_name, changes) => {
  const without = { strength: "strong", secondFactor: undefined, ...changes };
  expect(() => webhookProvider(without)).toThrow(/MANIFEST_INVALID/);
});

describe("a handshake", () => {
  const challenge = { tokenField: "hub.verify_token", secret: "token", challengeField: "hub.challenge" };
  const begin = async () => {
    const scripted = webhookProvider({
      handshake: ["GET", "HEAD"],
      handshakeChallenge: challenge,
      signature: { scheme: "secret-header", secret: "key", header: "x-key" },
    });
    const secrets = memorySecrets({ s: { key: "a secret value", token: "verify me" } });
    const center = await startHost({ providers: [scripted], secrets });
    await center.channels.activate(instructionFor(center, { secret: "s" }));
    return (query: string, method = "GET") =>
      center.fetch(new Request(`https://host.example/webhooks/c1${query}`, { method }));
  };

  test("with the right token gets its challenge back, as text", async () => {
    const ask = await begin();
    const response = await ask("?hub.mode=subscribe&hub.verify_token=verify+me&hub.challenge=1158201444");
    expect([response.status, await response.text()]).toEqual([200, "1158201444"]);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  });

  test.each([
    "?hub.verify_token=other&hub.challenge=1",
    "?hub.challenge=1",
    "?hub.verify_token=&hub.challenge=1",
    "?hub.verify_token=verify+me",
    "?hub.verify_token=verify+me&hub.challenge=%3Cscript%3E",
    "?hub.verify_token=verify+me&hub.verify_token=verify+me&hub.challenge=1",
  ])("with %s is answered as where no channel is", async (query) => {
    const response = await (await begin())(query);
    expect([response.status, await response.text()]).toEqual([405, ""]);
  });

  test("that a plugin itself refuses is answered as where no channel is, whatever the plugin's word", async () => {
    const doHandshake = () => Promise.resolve({ status: 403, body: "no" });
    const scripted = webhookProvider({ handshake: ["GET"] }, { inboundEvents: { doParse: () => [], doHandshake } });
    const center = await startHost({ providers: [scripted], secrets: memorySecrets({ s: { key: "a secret value" } }) });
    await center.channels.activate(instructionFor(center, { secret: "s" }));
    const answers = ["c1", "nobody"].map(async (channelId) => {
      const answer = await center.fetch(new Request(`https://host.example/webhooks/${channelId}?hub.verify_token=x`));
      return [answer.status, await answer.text(), [...answer.headers]];
    });
    const [here, nowhere] = await Promise.all(answers);
    expect(here).toEqual(nowhere);
  });

  test("at an address with a secret is answered there alone: without it there is no channel", async () => {
    const scripted = webhookProvider({
      handshake: ["HEAD"],
      ...{ strength: "weak", signature: { scheme: "none" } },
      secondFactor: { scheme: "secret-path", secret: "key" },
    });
    const secrets = memorySecrets({ s: { key: "a-secret-value" } });
    const center = await startHost({ providers: [scripted], secrets });
    await center.channels.activate(instructionFor(center, { secret: "s" }));
    const ask = async (path: string) =>
      (await center.fetch(new Request(`https://host.example/webhooks/${path}`, { method: "HEAD" }))).status;
    expect(await ask("c1/a-secret-value")).toBe(200);
    expect(await Promise.all(["c1", "c1/another", "nobody", "nobody/a-secret-value"].map(ask))).toEqual([
      ...[405, 405, 405, 405],
    ]);
  });

  test("by HEAD is answered, and proves nothing of the post after it", async () => {
    const ask = await begin();
    expect((await ask("", "HEAD")).status).toBe(200);
    expect((await ask("", "POST")).status).toBe(401);
  });
});

test("bodies that never end take no place from others: the slowest makes room", async () => {
  const center = await start();
  const stuck = Array.from({ length: 80 }, () => {
    const init = { method: "POST", body: new ReadableStream(), duplex: "half" } as RequestInit;
    return center.fetch(new Request("https://host.example/webhooks/c1", init));
  });
  const statuses: number[] = [];
  for (const one of stuck) void one.then(({ status }) => statuses.push(status));
  await expect.poll(async () => (await post(center)).status, { timeout: 5_000 }).toBe(204);
  expect(new Set(statuses)).toEqual(new Set([503]));
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

test("a channel's id is found in its address however its colon is written, as encodeURIComponent does too", async () => {
  const center = await start({ channelId: "acme:inbox" });
  const written = ["acme:inbox", encodeURIComponent("acme:inbox"), "acme%3ainbox"];
  const answers = written.map((channel, index) => post(center, { channel, id: `evt-${index}` }));
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([204, 204, 204]);
});

test("other paths are not found, and other methods not allowed", async () => {
  const center = await start();
  const statusOf = async (path: string, method = "GET"): Promise<number> =>
    (await center.fetch(new Request(`https://host.example${path}`, { method }))).status;
  expect(await statusOf("/")).toBe(404);
  expect(await statusOf("/search?next=/webhooks/c1", "POST")).toBe(404);
  // Which channels there are is told to nobody, and not which of them have webhooks.
  const silent = scriptedProvider({ id: "silent" });
  await center.providers.add(silent.provider, act);
  await activate(center, { providerId: "silent", channelId: "c2" });
  for (const channelId of ["c1", "c2", "nobody"])
    for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
      expect(await statusOf(`/webhooks/${channelId}`, method), `${method} ${channelId}`).toBe(405);
});
