import {
  createHttpProvider,
  type FaultServer,
  type HttpProviderOptions,
  personalDataCanaries,
  personalDataProbe,
  recordingLogger,
  startFaultServer,
  startHttpProviderServer,
} from "@plugboard/provider-testkit";
import { describe, expect, onTestFinished, test } from "vitest";
import { act, activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { memorySecrets, memoryStore } from "../ports/memory/index.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import type { SendOutcomeInput } from "../spec/outcome/send-outcome.js";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import type { ContactCenter } from "./contact-center.js";
import type { ContactCenterOptions } from "./contact-center-options.js";
import type { HostEventName } from "./host-events.js";

const { apiKey, webhookSecret } = personalDataCanaries;
const egress = { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyAllowPlainText: ["127.0.0.1"] };
const secrets = memorySecrets({ key: { apiKey, webhookSecret } });

/** A host with the plain HTTP provider, talking to a server on loopback. */
async function httpHost(baseUrl: string, options: HttpProviderOptions = {}, host: Partial<ContactCenterOptions> = {}) {
  const limits = { backoffBaseMs: 1, backoffMaxMs: 20, ...options.limits };
  const provider = createHttpProvider({ ...options, limits });
  const center = await startHost({ egress, secrets, ...host, providers: [provider] });
  const settings = { baseUrl, countries: ["DE"] };
  await activate(center, { providerId: "http", settings, secret: "key" });
  return center;
}

async function faultServer(): Promise<FaultServer> {
  const server = await startFaultServer();
  onTestFinished(() => server.close());
  return server;
}

test("a message reaches a real server byte for byte, and its receipt has the server's id and time", async () => {
  const server = await startHttpProviderServer({ apiKey });
  onTestFinished(() => server.close());
  const center = await httpHost(server.baseUrl);
  const value = 'Grüße 👋\r\n\u2028 \\"';
  const sent = await center.send(text(value, { replyToProviderMessageId: "in-7" }));
  const id = idOf(sent);
  expect(await center.messages.settled("acme", id)).toMatchObject({ state: "received", providerMessageId: "m-1" });
  const [taken] = server.messages;
  expect(taken).toMatchObject({ text: value, to: "+4930123456", idempotencyKey: id, inReplyTo: "in-7" });
  const [entry] = await center.ledger.entries({ accountId: "acme", messageId: id });
  expect(entry).toMatchObject({
    outcome: "received",
    bytesOut: taken?.body.byteLength,
    providerReceivedAtMs: Date.parse(taken?.receivedAt ?? ""),
  });
  expect(server.complaints).toEqual([]);
});

describe("a reply that is lost after the provider took the message", () => {
  const lost = [{ step: "read-request" }, { step: "process" }, { step: "reset" }] as const;

  test("is no duplicate in mode key: the same key is answered with the first result", async () => {
    const server = await faultServer();
    server.setScript(({ number }) => (number === 1 ? lost : [{ step: "receipt" }]));
    const center = await httpHost(server.baseUrl);
    const id = idOf(await center.send(text("a")));
    expect(await center.messages.settled("acme", id)).toMatchObject({ state: "received", attempt: 2 });
    expect([server.log.processed.length, server.log.repeats]).toEqual([1, 1]);
  });

  test("is unknown in mode none, and nothing is sent again", async () => {
    const server = await faultServer();
    server.setScript(() => lost);
    const center = await httpHost(server.baseUrl, { idempotency: "none" });
    const id = idOf(await center.send(text("a")));
    expect(await center.messages.settled("acme", id)).toMatchObject({ state: "unknown", attempt: 1 });
    expect(server.exchanges).toHaveLength(1);
  });
});

test("a rate limit's Retry-After is obeyed: nothing leaves before", async () => {
  const server = await faultServer();
  const limited = [{ step: "answer", status: 429, headers: [["retry-after", "1"]] }] as const;
  server.setScript(({ number }) => (number === 1 ? [{ step: "read-request" }, ...limited] : [{ step: "receipt" }]));
  const center = await httpHost(server.baseUrl, { limits: { backoffMaxMs: 60_000, concurrency: 1 } });
  const ids = [idOf(await center.send(text("a"))), idOf(await center.send(text("b")))];
  for (const id of ids) expect(await center.messages.settled("acme", id)).toMatchObject({ state: "received" });
  const [first, second] = server.exchanges;
  expect((second?.startedAtMs ?? 0) - (first?.startedAtMs ?? 0)).toBeGreaterThanOrEqual(990);
  expect(server.exchanges).toHaveLength(3);
});

test("a provider that tells what is left of its limit is not asked for more: nothing is refused, and the rest waits", async () => {
  const server = await faultServer();
  const [windowMs, most] = [300, 2];
  let [windowAtMs, taken, refused] = [Number.NEGATIVE_INFINITY, 0, 0];
  server.setScript(() => {
    const nowMs = performance.now();
    if (nowMs >= windowAtMs + windowMs) [windowAtMs, taken] = [nowMs, 0];
    taken += 1;
    const headers: [string, string][] = [
      ["x-left", String(Math.max(0, most - taken))],
      ["x-reset", ((windowAtMs + windowMs - nowMs) / 1_000).toFixed(3)],
    ];
    if (taken <= most) return [{ step: "receipt", headers }];
    refused += 1;
    return [{ step: "read-request" }, { step: "answer", status: 429, headers }];
  });
  const made = createHttpProvider({ limits: { concurrency: most } });
  const quotaHeaders = { format: "fields", remaining: "x-left", reset: "x-reset", resetIn: "seconds" } as const;
  const center = await startHost({
    ...{ egress, secrets },
    providers: [{ ...made, manifest: { ...made.manifest, quotaHeaders } }],
  });
  await activate(center, {
    providerId: "http",
    settings: { baseUrl: server.baseUrl, countries: ["DE"] },
    secret: "key",
  });
  const startedAtMs = performance.now();
  const ids: string[] = [];
  for (let number = 0; number < 6; number += 1) ids.push(idOf(await center.send(text(String(number)))));
  for (const id of ids)
    expect(await center.messages.settled("acme", id)).toMatchObject({ state: "received", attempt: 1 });
  expect([refused, server.exchanges.length]).toEqual([0, 6]);
  expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(2 * windowMs - 20);
});

test("an operation whose data would leave the account's countries is refused at the way out (G5)", async () => {
  const failures: unknown[] = [];
  const { manifest } = scriptedProvider().provider;
  const [operation] = manifest.operations;
  if (operation === undefined) throw new Error("the scripted provider has an operation");
  const source = "https://example.com";
  const facet = { countries: ["US"], safeguard: "none" as const, source, readOn: "2026-11-21" };
  const elsewhere = { ...operation, id: "export", residency: { processing: facet } };
  const scripted = scriptedProvider({
    manifest: { operations: [operation, elsewhere] },
    send: async (transfer, { http }) => {
      const request = { method: "POST", endpoint: "api", path: "/", transferId: transfer.transferId } as const;
      for (const name of ["export", "undeclared"])
        failures.push(await http.request({ ...request, operation: name }).catch((error: unknown) => error));
      return received();
    },
  });
  const center = await startHost({ providers: [scripted.provider] });
  await activate(center);
  await center.messages.settled("acme", idOf(await center.send(text("a"))));
  expect(failures).toMatchObject([{ reason: "residency" }, { reason: "operation-undeclared" }]);
});

const EVENTS: readonly HostEventName[] = [
  ...(["message-accepted", "message-refused", "message-state-changed", "transfer-opened", "transfer-closed"] as const),
  ...(["delivery-reported", "inbound-recorded", "inbound-delivered", "inbound-parked", "channel-activated"] as const),
  ...(["channel-deactivated", "provider-added", "plugin-failed", "availability-changed", "store-failing"] as const),
  ...(["store-write-refused", "webhook-skewed"] as const),
];

describe("personal data and secrets (G7)", () => {
  const all = personalDataCanaries;
  const canaryMessage = {
    ...text(all.text),
    recipients: [{ address: { kind: "phone" as const, value: all.phone } }],
    sender: { kind: "handle" as const, value: all.handle },
    replyToProviderMessageId: all.session,
    metadata: { note: all.cookie },
  };

  /** All that a host tells of itself, while things go well and while they go wrong. */
  async function collect(center: ContactCenter, calls: (() => Promise<unknown>)[]): Promise<unknown[]> {
    const told: unknown[] = [];
    for (const name of EVENTS) center.on(name, (event) => told.push(event));
    for (const call of calls) told.push(await call().catch((error: unknown) => error));
    told.push(await center.ledger.entries({ accountId: "acme" }), await center.ledger.audit({ accountId: "acme" }));
    told.push(center.availability.providers(), await center.messages.list({ accountId: "acme" }));
    return told;
  }

  test("are in no event, error, log line, receipt or trail, whatever the provider answers", async () => {
    const server = await faultServer();
    const logger = recordingLogger();
    const quoting = JSON.stringify({ error: { code: all.email, message: all.text, to: all.phone } });
    const answers = [200, 201, 400, 401, 404, 422, 500, 503].map(
      (status) => ({ step: "answer", status, body: quoting }) as const,
    );
    server.setScript(({ number }) => [{ step: "read-request" }, answers[number % answers.length] ?? { step: "reset" }]);
    const center = await httpHost(server.baseUrl, { idempotency: "none", limits: { maxAttempts: 2 } }, { logger });
    const calls = Array.from({ length: 16 }, (_, index) => async () => {
      const content = { type: "text" as const, text: `${all.text} ${String(index)}` };
      const result = await center.send({ ...canaryMessage, content });
      return result.accepted ? center.messages.settled("acme", result.messageId) : result;
    });
    const told = await collect(center, calls);
    expect(personalDataProbe(all).search([told, logger.lines], "host")).toEqual([]);
    expect(told.length).toBeGreaterThan(8);
  });

  test("are in nothing the host makes of a plugin that quotes them in everything", async () => {
    const logger = recordingLogger();
    const quote = Object.values(all).join(" ");
    const outcomes: (() => unknown)[] = [
      () => Promise.reject(new Error(quote, { cause: new Error(quote) })),
      () => ({ outcome: "refused", code: quote, party: "host" }),
      () => Promise.resolve({ outcome: quote }),
      () =>
        Promise.resolve({
          outcome: "unknown",
          code: "LOST",
          party: "provider",
          providerCode: all.phone,
        } satisfies SendOutcomeInput),
    ];
    let step = 0;
    const fail = (): never => {
      throw new Error(quote);
    };
    const scripted = scriptedProvider({
      limits: { maxAttempts: 1 },
      send: () => outcomes[step++ % outcomes.length]?.(),
      parse: fail,
      probe: () => Promise.reject(new Error(quote)),
      closing: () => Promise.reject(new Error(quote)),
      sync: async (sink) => {
        const body = new TextEncoder().encode(quote);
        await sink.accept({ deduplicationKey: quote, contentType: "text/plain", body }).catch(() => undefined);
        sink.report({ state: "disconnected", code: quote });
        throw new Error(quote);
      },
    });
    const store = memoryStore();
    const center = await startHost({
      logger,
      store,
      providers: [scripted.provider],
      settings: { inboundMaxAttempts: 1 },
    });
    const parked = new Promise((resolve) => center.on("inbound-parked", resolve));
    center.receive(fail);
    await activate(center);
    center.hook("message-sending", () => undefined, { name: "mine" });
    const { recipients, content, metadata } = canaryMessage;
    const send = async () =>
      center.messages.settled("acme", idOf(await center.send({ ...text(""), recipients, content, metadata })));
    const told = await collect(center, [
      ...outcomes.map(() => send),
      () => parked,
      () => center.channels.probe("acme", "c1"),
      () => center.send({ ...canaryMessage, recipients: [{ address: { kind: "email", value: all.email } }] }),
      () => center.send({ ...canaryMessage, sender: { kind: "email", value: all.text } } as never),
      () => center.send({ ...canaryMessage, channelId: "nowhere", metadata: { [all.email]: all.text } }),
      () => center.channels.activate({ accountId: "acme", settings: { key: all.apiKey }, shown: all.text } as never),
      () => center.channels.deactivate("acme", "c1", act),
    ]);
    expect(personalDataProbe(all).search([told, logger.lines], "host")).toEqual([]);
    expect(told.filter((one) => ContactCenterError.isInstance(one)).length).toBeGreaterThanOrEqual(2);
  });
});
