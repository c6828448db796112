import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { gate } from "../__fixtures__/test-store.js";
import type { HttpClientV1 } from "../spec/connection/http-client.js";
import type { TransferV1 } from "../spec/capabilities/transfer.js";
import { TransferFailedError } from "../spec/errors/transfer-failed-error.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());
const pass = (stepMs: number): Promise<unknown> => vi.advanceTimersByTimeAsync(stepMs);
const fail = (error: unknown) => (): never => {
  throw error;
};
/** Such as a proxy that was revoked, which is what a draft or a remote object is after its time. */
const spoilt = (): object => {
  const { proxy, revoke } = Proxy.revocable(new Error("x"), {});
  revoke();
  return proxy;
};
const forged = (fields: object): Error =>
  Object.assign(new Error("forged"), { [Symbol.for("@plugboard/core/error")]: true, ...fields });

describe("a plugin that", () => {
  const faults: readonly (readonly [name: string, send: () => unknown, code: string])[] = [
    ["throws at once", fail(new Error("+4915199887766")), "PLUGIN_FAILED"],
    ["throws no error", fail("+4915199887766"), "PLUGIN_FAILED"],
    ["rejects", () => Promise.reject(new Error("+4915199887766")), "PLUGIN_FAILED"],
    ["returns nothing", () => Promise.resolve(undefined), "OUTCOME_INVALID"],
    ["returns a value instead of a promise", () => ({ outcome: "sent" }), "OUTCOME_INVALID"],
    [
      "returns a code that is a text",
      () => Promise.resolve({ outcome: "refused", code: "to +49", party: "host" }),
      "OUTCOME_INVALID",
    ],
    ["returns BigInt", () => Promise.resolve(1n), "OUTCOME_INVALID"],
    [
      "returns an outcome whose getter throws",
      () => Promise.resolve(Object.defineProperty({}, "outcome", { get: fail(new Error("x")) })),
      "OUTCOME_INVALID",
    ],
    [
      "rejects with a proxy that throws",
      () => Promise.reject(new Proxy(new Error("x"), { has: fail(new Error("y")) })),
      "PLUGIN_FAILED",
    ],
    ["throws what throws when it is looked at", fail(spoilt()), "PLUGIN_FAILED"],
    [
      "rejects with a forged error",
      () => Promise.reject(forged({ code: "TRANSFER_FAILED", requestSent: false })),
      "OUTCOME_INVALID",
    ],
    [
      "rejects with a forged party",
      () =>
        Promise.reject(
          forged({ code: "TRANSFER_FAILED", requestSent: false, reason: "tls", party: "mia@example.com" }),
        ),
      "PLUGIN_FAILED",
    ],
    ["rejects with a forged code", () => Promise.reject(forged({ code: "MIA_QUANDT" })), "PLUGIN_FAILED"],
    ["never settles", () => new Promise(() => undefined), "ATTEMPT_TIMEOUT"],
  ];
  test.each(faults)("%s makes one failed attempt, and its lane goes on", async (_name, send, code) => {
    let broken = true;
    const scripted = scriptedProvider({
      timeoutMs: 1_000,
      limits: { concurrency: 1, backoffBaseMs: 10_000 },
      send: () => (broken ? send() : Promise.resolve(received())),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await pass(1_200);
    const [entry] = await center.ledger.entries({ accountId: "acme" });
    expect(entry).toMatchObject({ messageId: id, attempt: 1, outcome: "try-again", code, bytesOut: 0 });
    broken = false;
    const other = idOf(await center.send(text("b")));
    await pass(60_000);
    expect((await center.messages.status("acme", other)).state).toBe("received");
    expect((await center.messages.status("acme", id)).state).toBe("received");
  });

  test("fails is named, without what it said", async () => {
    const told: unknown[] = [];
    const scripted = scriptedProvider({ send: fail(new Error("+4915199887766")) });
    const center = await startHost({ providers: [scripted.provider] });
    center.on("plugin-failed", (event) => told.push(event));
    await activate(center);
    await center.send(text("a"));
    await settle();
    expect(told).toEqual([{ providerId: "scripted", channelId: "c1", code: "PLUGIN_FAILED" }]);
  });

  test("settles after its deadline changes nothing", async () => {
    const late = gate();
    let calls = 0;
    const scripted = scriptedProvider({
      timeoutMs: 1_000,
      idempotency: { mode: "none" },
      send: () => ((calls += 1) === 1 ? late.passed.then(() => received("late")) : Promise.resolve(received("second"))),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await pass(60_000);
    late.open();
    await settle();
    const entries = await center.ledger.entries({ accountId: "acme" });
    expect(entries.map(({ outcome, providerMessageId }) => [outcome, providerMessageId])).toEqual([
      ["try-again", undefined],
      ["received", "second"],
    ]);
    expect((await center.messages.status("acme", id)).providerMessageId).toBe("second");
  });

  test("changes the message changes no other attempt", async () => {
    const texts: string[] = [];
    const scripted = scriptedProvider({
      limits: { maxAttempts: 3 },
      send: ({ message }) => {
        texts.push(message.content.type === "text" ? message.content.text : "");
        (message.content as { text: string }).text = "changed";
        return Promise.resolve(received());
      },
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await center.send(text("original"));
    await pass(60_000);
    expect(texts).toEqual(["original", "original", "original"]);
  });
});

describe("a transfer that ended", () => {
  test("gives its message to nobody, and nothing can be sent under its name (R12)", async () => {
    let kept: { transfer: TransferV1; http: HttpClientV1 } | undefined;
    const scripted = scriptedProvider({
      send: (transfer, { http }) => {
        kept = { transfer, http };
        return Promise.resolve(received());
      },
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await center.send(text("a"));
    await settle();
    expect(() => kept?.transfer.message).toThrow(/TRANSFER_CLOSED/);
    const { transferId = "" } = kept?.transfer ?? {};
    const request = { operation: "send-message", method: "POST", endpoint: "api", path: "/", body: "x" } as const;
    await expect(kept?.http.request({ ...request, transferId })).rejects.toMatchObject({ reason: "transfer-closed" });
    await expect(kept?.http.request(request)).rejects.toMatchObject({ reason: "transfer-missing" });
  });

  test("leaves a receipt: to whom, what, where, when, and the hash of what was accepted", async () => {
    const told: unknown[] = [];
    const scripted = scriptedProvider({
      send: () => Promise.resolve({ ...received("p1"), receivedAt: "2026-11-21T12:00:01.5Z" }),
    });
    const center = await startHost({ providers: [scripted.provider] });
    center.on("transfer-closed", (entry) => told.push(entry));
    await activate(center);
    const result = await center.send(text("a"));
    await settle();
    const [entry] = await center.ledger.entries({ accountId: "acme" });
    expect(entry).toMatchObject({
      providerId: "scripted",
      operation: "send-message",
      outcome: "received",
      providerMessageId: "p1",
      categories: ["recipient-address", "message-content"],
      countries: { processing: ["DE"] },
      providerReceivedAtMs: Date.parse("2026-11-21T12:00:01.5Z"),
      contentHash: result.accepted ? result.contentHash : "",
    });
    expect(told).toMatchObject([
      { transferId: entry?.transferId, categories: entry?.categories, countries: { processing: ["DE"] } },
    ]);
  });
});

test("recipients that were refused while others were served are told, and are in the trail", async () => {
  const refused = [{ index: 1, code: "RECIPIENT_UNKNOWN", providerCode: "550 5.1.1" }];
  const scripted = scriptedProvider({
    content: { maxRecipients: 2 },
    send: () => Promise.resolve({ outcome: "received", providerMessageId: "p1", refusedRecipients: refused }),
  });
  const center = await startHost({ providers: [scripted.provider] });
  const told: unknown[] = [];
  center.on("recipients-refused", (event) => told.push(event));
  await activate(center);
  const messageId = idOf(
    await center.send(
      text("a", {
        recipients: ["+4930123456", "+4930123457"].map((value) => ({ address: { kind: "phone" as const, value } })),
      }),
    ),
  );
  expect(await center.messages.settled("acme", messageId)).toMatchObject({
    state: "received",
    code: "RECIPIENTS_REFUSED",
  });
  expect(told).toEqual([{ accountId: "acme", channelId: "c1", messageId, refused }]);
  const [entry] = await center.audit.list({ accountId: "acme", action: "recipients-refused" });
  expect(entry).toMatchObject({ subject: messageId, details: { refused } });
});

test("a failure after bytes of the same transfer left is unknown, whatever the last request says", async () => {
  const { outcomeOfFailure } = await import("./outcome-of-failure.js");
  const refused = new TransferFailedError("connection-refused", { requestSent: false, party: "provider" });
  expect(outcomeOfFailure(refused, true)).toEqual({
    outcome: "unknown",
    code: "CONNECTION_REFUSED",
    party: "provider",
  });
  expect(outcomeOfFailure(refused, false)).toMatchObject({ outcome: "try-again", scope: "message" });
});
