import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { gate, testStore } from "../__fixtures__/test-store.js";
import type { ContactCenter } from "../host/contact-center.js";
import type { StoreWrite } from "../ports/store.js";
import type { SendOutcomeInput } from "../spec/outcome/send-outcome.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());

const pass = (stepMs: number): Promise<unknown> => vi.advanceTimersByTimeAsync(stepMs);
const stateOf = async (center: ContactCenter, id: string) => (await center.messages.status("acme", id)).state;
const unknown: SendOutcomeInput = { outcome: "unknown", code: "CONNECTION_LOST", party: "network" };
const tryAgain: SendOutcomeInput = { outcome: "try-again", code: "PROVIDER_UNAVAILABLE", party: "provider" };

describe("acceptance", () => {
  test("send resolves only when the store has the message", async () => {
    const store = testStore();
    const scripted = scriptedProvider();
    const center = await startHost({ store, providers: [scripted.provider] });
    await activate(center);
    const held = gate();
    store.fate = () => held.passed;
    let resolved = false;
    const sending = center.send(text("a")).then((result) => {
      resolved = true;
      return result;
    });
    await settle();
    expect([resolved, scripted.seen.length]).toEqual([false, 0]);
    held.open();
    expect(await sending).toMatchObject({ accepted: true, duplicate: false });
    await settle();
    expect(scripted.seen.map((one) => one.text)).toEqual(["a"]);
  });

  test("messages, and answers of providers, that come in one turn of the loop share a group each", async () => {
    vi.useRealTimers();
    const store = testStore();
    const answers: (() => void)[] = [];
    let isWarm = false;
    const scripted = scriptedProvider({
      send: () =>
        new Promise((resolve) => {
          const answer = (): void => resolve(received());
          if (!isWarm) answer();
          // As three answers of a provider: each read in a callback of its own, one after the other.
          else if (answers.push(answer) === 3) for (const one of answers) setImmediate(one);
        }),
    });
    const center = await startHost({ store, providers: [scripted.provider] });
    await activate(center);
    const closedTransfers = (count: number) =>
      new Promise<void>((resolve) => {
        center.on("transfer-closed", () => ((count -= 1) === 0 ? resolve() : undefined));
      });
    // The first one of a channel also tells that its provider is there.
    const first = closedTransfers(1);
    await center.send(text("first"));
    await first;
    isWarm = true;
    const closed = closedTransfers(3);
    store.groups.length = 0;
    // As three requests to the host are: each in a callback of its own.
    for (const body of ["a", "b", "c"]) setImmediate(() => void center.send(text(body)));
    await closed;
    const sizesOf = (kind: StoreWrite["kind"]): number[] =>
      store.groups.map((group) => group.filter((write) => write.kind === kind).length).filter((size) => size > 0);
    expect([sizesOf("message-insert"), sizesOf("ledger-insert")]).toEqual([[3], [3]]);
  });

  test("a message whose commit fails was not accepted and is never sent", async () => {
    const store = testStore();
    const scripted = scriptedProvider();
    const center = await startHost({ store, providers: [scripted.provider] });
    await activate(center);
    store.fate = (group) => (group.some(({ kind }) => kind === "message-insert") ? "fail" : "commit");
    await expect(center.send(text("a"))).rejects.toMatchObject({ code: "STORE_WRITE_REFUSED" });
    store.fate = () => "commit";
    await pass(5_000);
    expect(scripted.seen).toEqual([]);
    await center.send(text("b"));
    await settle();
    expect(scripted.seen.map((one) => one.text)).toEqual(["b"]);
  });

  test("the same key with the same content is accepted once; with other content it is an error", async () => {
    const scripted = scriptedProvider();
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const first = await center.send(text("a", { idempotencyKey: "k" }));
    const again = await center.send(text("a", { idempotencyKey: "k" }));
    expect(again).toEqual({ ...first, duplicate: true });
    await expect(center.send(text("b", { idempotencyKey: "k" }))).rejects.toMatchObject({
      code: "IDEMPOTENCY_CONFLICT",
      details: { messageId: idOf(first) },
    });
    await settle();
    expect(scripted.seen).toHaveLength(1);
  });

  test("a key that was used on one channel is an error on another: what was meant for it is not dropped", async () => {
    const scripted = scriptedProvider();
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await activate(center, { channelId: "c2" });
    const first = await center.send(text("a", { idempotencyKey: "k" }));
    await expect(center.send(text("a", { idempotencyKey: "k", channelId: "c2" }))).rejects.toMatchObject({
      code: "IDEMPOTENCY_CONFLICT",
      details: { messageId: idOf(first) },
    });
  });

  test("a key stays known when its message has ended: what was cancelled or expired is not sent by a repeat", async () => {
    const scripted = scriptedProvider();
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const keyed = { idempotencyKey: "k", expiresAt: new Date(Date.now() - 1).toISOString() };
    const first = await center.send(text("a", keyed));
    await settle();
    expect(await center.messages.status("acme", idOf(first))).toMatchObject({ state: "expired" });
    expect(await center.send(text("a", { idempotencyKey: "k" }))).toEqual({ ...first, duplicate: true });
    await settle();
    expect(scripted.seen).toEqual([]);
  });

  test("fifty concurrent sends with one key are one message", async () => {
    const scripted = scriptedProvider();
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const results = await Promise.all(
      Array.from({ length: 50 }, () => center.send(text("a", { idempotencyKey: "k" }))),
    );
    expect(new Set(results.map(idOf)).size).toBe(1);
    await settle();
    expect(scripted.seen).toHaveLength(1);
  });

  test("a caller's buffer may change after the call: what was handed over is what leaves", async () => {
    const seen: unknown[] = [];
    const scripted = scriptedProvider({
      send: ({ message }) => {
        seen.push(message.content);
        return Promise.resolve(received());
      },
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const bytes = Uint8Array.from([1, 2, 3]);
    const media = { source: "bytes", bytes, contentType: "application/pdf" } as const;
    const sending = center.send(text("", { content: { type: "document", media } }));
    bytes.fill(9);
    await sending;
    bytes.fill(8);
    await settle();
    expect(seen).toMatchObject([{ media: { bytes: Uint8Array.from([1, 2, 3]) } }]);
  });
});

describe("time", () => {
  test.each([5_000, 3_600_000])(
    "a message is not handed over %i ms before its time, and then at once",
    async (waitMs) => {
      const scripted = scriptedProvider();
      const center = await startHost({ providers: [scripted.provider] });
      await activate(center);
      await center.send(text("a", { notBeforeAt: new Date(Date.now() + waitMs).toISOString() }));
      await pass(waitMs - 100);
      expect(scripted.seen).toHaveLength(0);
      await pass(1_200);
      expect(scripted.seen).toHaveLength(1);
    },
  );

  test("a message that nobody took by its end is expired, not sent", async () => {
    const scripted = scriptedProvider({ send: () => Promise.resolve(tryAgain) });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a", { expiresAt: new Date(Date.now() + 2_000).toISOString() })));
    await pass(60_000);
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "expired", code: "EXPIRED" });
    const attempts = scripted.seen.length;
    await pass(3_600_000);
    expect(scripted.seen).toHaveLength(attempts);
  });

  test("a message that may have arrived does not end as expired", async () => {
    const scripted = scriptedProvider({ send: () => Promise.resolve(unknown) });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a", { expiresAt: new Date(Date.now() + 2_000).toISOString() })));
    await pass(60_000);
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "unknown", code: "EXPIRED" });
  });
});

describe("what follows an outcome", () => {
  test("attempts never exceed the maximum; then the message is refused", async () => {
    const scripted = scriptedProvider({ limits: { maxAttempts: 3 }, send: () => Promise.resolve(tryAgain) });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await pass(3_600_000);
    expect(scripted.seen.map((one) => one.attempt)).toEqual([1, 2, 3]);
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "refused", code: "ATTEMPTS_EXHAUSTED" });
  });

  test("an account's own limit lowers the manifest's and leaves the others alone", async () => {
    const scripted = scriptedProvider({
      limits: { maxAttempts: 20, backoffBaseMs: 1, backoffMaxMs: 10 },
      send: () => Promise.resolve(tryAgain),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center, { limits: { concurrency: 1 } });
    await center.send(text("a"));
    await pass(3_000);
    expect(scripted.seen).toHaveLength(20);
  });

  test("attempts that end in an exhausted retry after an unknown outcome end as unknown", async () => {
    const outcomes = [unknown, tryAgain];
    const scripted = scriptedProvider({
      limits: { maxAttempts: 3 },
      send: () => Promise.resolve(outcomes.shift() ?? tryAgain),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await pass(3_600_000);
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "unknown", code: "ATTEMPTS_EXHAUSTED" });
  });

  test("a rate limit pauses the whole channel for the time the provider asked, and no other channel", async () => {
    let limited = true;
    const scripted = scriptedProvider({
      send: ({ message }) => {
        if (message.channelId !== "c1" || !limited) return Promise.resolve(received());
        limited = false;
        const [code, party, scope] = ["RATE_LIMITED", "account", "channel"] as const;
        return Promise.resolve({ outcome: "try-again", code, party, scope, retryAfterMs: 60_000 });
      },
      limits: { concurrency: 1 },
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await activate(center, { channelId: "c2" });
    await center.send(text("a"));
    await center.send(text("b"));
    await center.send(text("other", { channelId: "c2" }));
    await pass(59_900);
    expect(scripted.seen.map((one) => one.text)).toEqual(["a", "other"]);
    await pass(6_000);
    expect(scripted.seen.map((one) => one.text)).toEqual(["a", "other", "a", "b"]);
  });

  describe("a Retry-After longer than the own backoff", () => {
    const HOUR_MS = 3_600_000;
    const limited = { outcome: "try-again", code: "RATE_LIMITED", party: "account", scope: "channel" } as const;
    /** Says "in an hour" once. */
    const limitedOnce = (fields: object = {}) => {
      const said: SendOutcomeInput[] = [{ ...limited, retryAfterMs: HOUR_MS, ...fields }];
      return scriptedProvider({ limits: { concurrency: 1 }, send: () => Promise.resolve(said.shift() ?? received()) });
    };

    /** Message "a" was tried, and its channel waits. */
    const turnedAway = async (fields: object = {}, options: Parameters<typeof startHost>[0] = {}) => {
      const scripted = limitedOnce(fields);
      const center = await startHost({ ...options, providers: [scripted.provider] });
      await activate(center);
      await center.send(text("a"));
      await settle();
      return { scripted, center };
    };

    test("is obeyed by the channel, and costs no attempt meanwhile", async () => {
      const scripted = limitedOnce();
      const center = await startHost({ providers: [scripted.provider] });
      await activate(center);
      const id = idOf(await center.send(text("a")));
      await center.send(text("b"));
      await pass(HOUR_MS - 1_000);
      expect(scripted.seen).toHaveLength(1);
      await pass(HOUR_MS * 0.06);
      expect(scripted.seen.map((one) => one.text)).toEqual(["a", "a", "b"]);
      expect(await center.messages.status("acme", id)).toMatchObject({ state: "received", attempt: 2 });
    });

    test.each([
      ["RATE_LIMITED", 20_000],
      ["RATE_LIMITED", HOUR_MS],
      ["BUSY_EXCHANGE", HOUR_MS],
    ])("holds up the whole channel after a restart too (%s, %d)", async (code, retryAfterMs) => {
      const store = testStore();
      const { center } = await turnedAway({ code, retryAfterMs }, { store });
      await center.send(text("b"));
      await settle();
      const next = scriptedProvider();
      await startHost({ store: store.next(), providers: [next.provider] });
      await pass(retryAfterMs - 1_000);
      expect(next.seen).toEqual([]);
      await pass(retryAfterMs * 0.06 + 1_000);
      expect(next.seen.map((one) => one.text).sort()).toEqual(["a", "b"]);
    });

    test.each([
      ["has ended", 600_000, false],
      ["was taken back", HOUR_MS * 48, true],
    ])("outlives a restart although the message that met it %s", async (_, livesMs, takesBack) => {
      const store = testStore();
      const scripted = limitedOnce();
      const center = await startHost({ store, providers: [scripted.provider] });
      await activate(center);
      const id = idOf(await center.send(text("a", { expiresAt: new Date(Date.now() + livesMs).toISOString() })));
      await settle();
      if (takesBack) expect(await center.messages.cancel("acme", id, act)).toMatchObject({ cancelled: true });
      await center.send(text("b"));
      await settle();
      const next = scriptedProvider();
      const second = store.next();
      await startHost({ store: second, providers: [next.provider] });
      await pass(HOUR_MS - 1_000);
      expect(next.seen).toEqual([]);
      await pass(HOUR_MS * 0.06);
      expect(next.seen.map((one) => one.text)).toEqual(["b"]);
      expect(await second.documents({ collection: "channel-pauses", limit: 10 })).toEqual([]);
    });

    test("does not outlive a restart when a person ended it", async () => {
      const store = testStore();
      const scripted = limitedOnce();
      const center = await startHost({ store, providers: [scripted.provider] });
      await activate(center);
      const id = idOf(await center.send(text("a")));
      await settle();
      await center.messages.cancel("acme", id, act);
      await center.channels.suspend("acme", "c1", act, "the provider is asked");
      await center.channels.resume("acme", "c1", act);
      await settle();
      const second = store.next();
      const next = scriptedProvider();
      const after = await startHost({ store: second, providers: [next.provider] });
      expect(await second.documents({ collection: "channel-pauses", limit: 10 })).toEqual([]);
      await after.send(text("b"));
      await pass(1_000);
      expect(next.seen.map((one) => one.text)).toEqual(["b"]);
    });

    test("credentials that were refused hold up nobody after a restart", async () => {
      const store = testStore();
      const { center } = await turnedAway({ code: "CREDENTIALS_REFUSED" }, { store });
      await center.send(text("b"));
      await settle();
      const next = scriptedProvider();
      await startHost({ store: store.next(), providers: [next.provider] });
      await pass(1_000);
      expect(next.seen.map((one) => one.text)).toEqual(["b"]);
    });

    test("ends a message that expires before, at once, and holds up the others", async () => {
      const scripted = limitedOnce();
      const center = await startHost({ providers: [scripted.provider] });
      await activate(center);
      const expiresAt = new Date(Date.now() + 600_000).toISOString();
      const id = idOf(await center.send(text("a", { expiresAt })));
      await settle();
      expect(await center.messages.status("acme", id)).toMatchObject({ state: "expired", code: "RATE_LIMITED" });
      await center.send(text("b"));
      await pass(HOUR_MS - 1_000);
      expect(scripted.seen).toHaveLength(1);
      await pass(HOUR_MS * 0.06);
      expect(scripted.seen.map((one) => one.text)).toEqual(["a", "b"]);
    });

    test("does not keep from a message behind it that it has expired", async () => {
      const { scripted, center } = await turnedAway();
      const expiresAt = new Date(Date.now() + 60_000).toISOString();
      const soon = idOf(await center.send(text("soon", { expiresAt })));
      const taken = idOf(await center.send(text("taken back", { expiresAt })));
      const lasting = idOf(await center.send(text("lasting")));
      await center.messages.cancel("acme", taken, act);
      await pass(59_000);
      expect(await stateOf(center, soon)).toBe("accepted");
      await pass(7_000);
      expect(await Promise.all([soon, taken, lasting].map((id) => stateOf(center, id)))).toEqual([
        "expired",
        "cancelled",
        "accepted",
      ]);
      await pass(HOUR_MS * 1.06);
      expect(scripted.seen.map((one) => one.text)).toEqual(["a", "a", "lasting"]);
    });

    test("ends when a person brings the provider back", async () => {
      const { scripted, center } = await turnedAway();
      await center.providers.disable("scripted", act);
      await center.providers.enable("scripted", act);
      await pass(10_000);
      expect(scripted.seen.map((one) => one.text)).toEqual(["a", "a"]);
    });

    test("ends when a person resumes the channel", async () => {
      const { scripted, center } = await turnedAway();
      await center.channels.suspend("acme", "c1", act, "the provider is asked");
      await center.channels.resume("acme", "c1", act);
      await pass(10_000);
      expect(scripted.seen.map((one) => one.text)).toEqual(["a", "a"]);
    });
  });

  test("a message that waits for its provider is told as expired when it is", async () => {
    const scripted = scriptedProvider();
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(
      await center.send(
        text("a", {
          notBeforeAt: new Date(Date.now() + 1_000).toISOString(),
          expiresAt: new Date(Date.now() + 60_000).toISOString(),
        }),
      ),
    );
    await center.providers.disable("scripted", act);
    await pass(66_000);
    expect(await stateOf(center, id)).toBe("expired");
  });

  test("messages that expired while the provider's rate slows their channel are told so then, and take nobody's turn", async () => {
    const said: SendOutcomeInput[] = [
      { outcome: "try-again", code: "RATE_LIMITED", party: "account", scope: "message" },
    ];
    const scripted = scriptedProvider({ send: () => Promise.resolve(said.shift() ?? received()) });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await center.send(text("a"));
    await settle();
    const expiresAt = new Date(Date.now() + 30_000).toISOString();
    const ids = await Promise.all(
      Array.from({ length: 200 }, async (_, index) =>
        idOf(await center.send(text(`m${String(index)}`, { expiresAt }))),
      ),
    );
    await pass(38_000);
    const states = await Promise.all(ids.map((id) => stateOf(center, id)));
    expect(new Set(states)).toEqual(new Set(["received", "expired"]));
    expect(states.filter((state) => state === "expired").length).toBeGreaterThan(100);
  });

  test("in strict order a message that is tried again keeps the others behind it, one at a time", async () => {
    let failures = 3;
    let underWay = 0;
    let most = 0;
    const scripted = scriptedProvider({
      limits: { order: "strict", backoffBaseMs: 60_000 },
      send: async ({ message }) => {
        underWay += 1;
        most = Math.max(most, underWay);
        await Promise.resolve();
        underWay -= 1;
        const isFirst = message.content.type === "text" && message.content.text === "1";
        return isFirst && failures-- > 0 ? tryAgain : received();
      },
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await Promise.all(["1", "2", "3", "4"].map((value) => center.send(text(value))));
    await pass(3_600_000);
    expect(scripted.seen.map((one) => one.text)).toEqual(["1", "1", "1", "1", "2", "3", "4"]);
    expect(most).toBe(1);
  });

  test("strict order survives a restart in the middle of a retry", async () => {
    const store = testStore();
    const failing = scriptedProvider({
      limits: { order: "strict", backoffBaseMs: 10_000 },
      send: () => Promise.resolve(tryAgain),
    });
    const center = await startHost({ store, providers: [failing.provider] });
    await activate(center);
    for (const value of ["1", "2", "3"]) await center.send(text(value));
    await settle();
    const working = scriptedProvider({ limits: { order: "strict" } });
    await startHost({ store: store.next(), providers: [working.provider] });
    await pass(3_600_000);
    expect(working.seen.map((one) => one.text)).toEqual(["1", "2", "3"]);
  });

  test("a hung provider fills its own lane; another channel goes on", async () => {
    const hung = scriptedProvider({ id: "hung", send: () => new Promise(() => undefined), limits: { concurrency: 2 } });
    const healthy = scriptedProvider({ id: "healthy" });
    const center = await startHost({ providers: [hung.provider, healthy.provider] });
    await activate(center, { providerId: "hung", channelId: "h" });
    await activate(center, { providerId: "healthy", channelId: "c1" });
    for (let index = 0; index < 10; index += 1) await center.send(text(`h${String(index)}`, { channelId: "h" }));
    for (let index = 0; index < 10; index += 1) await center.send(text(String(index)));
    await settle();
    expect([hung.seen.length, healthy.seen.length]).toEqual([2, 10]);
  });
});

describe("an unknown outcome", () => {
  test.each(["none", "callback"] as const)("is never sent again blindly in mode %s", async (mode) => {
    const scripted = scriptedProvider({ idempotency: { mode }, send: () => Promise.resolve(unknown) });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await pass(86_400_000);
    expect(scripted.seen).toHaveLength(1);
    expect(await center.messages.settled("acme", id)).toMatchObject({ state: "unknown", code: "CONNECTION_LOST" });
  });

  test("is sent again with the same key in mode key, and is not settled meanwhile", async () => {
    const outcomes = [unknown, unknown];
    const scripted = scriptedProvider({ send: () => Promise.resolve(outcomes.shift() ?? received("p1")) });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await settle();
    expect(await stateOf(center, id)).toBe("unknown");
    const settled = center.messages.settled("acme", id);
    await pass(60_000);
    expect(await settled).toMatchObject({ state: "received", providerMessageId: "p1", attempt: 3 });
    expect(new Set(scripted.seen.map((one) => one.key)).size).toBe(1);
  });

  test("is not sent again when the provider has forgotten the key by then", async () => {
    const outcomes: SendOutcomeInput[] = [unknown, { ...tryAgain, retryAfterMs: 120_000 }];
    const scripted = scriptedProvider({
      idempotency: { mode: "key", ttlSeconds: 60 },
      send: () => Promise.resolve(outcomes.shift() ?? received()),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await pass(3_600_000);
    expect([scripted.seen.length, await stateOf(center, id)]).toEqual([2, "unknown"]);
  });

  test("is looked up in mode lookup, and sent again only when the provider is certain", async () => {
    const lookups: SendOutcomeInput[] = [unknown, { outcome: "try-again", code: "NOT_RECEIVED", party: "network" }];
    let sends = 0;
    const scripted = scriptedProvider({
      idempotency: { mode: "lookup" },
      send: () => Promise.resolve((sends += 1) === 1 ? unknown : received()),
      lookup: () => Promise.resolve(lookups.shift()),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await pass(600_000);
    expect(scripted.seen.map((one) => one.lookup)).toEqual([false, true, true, false]);
    expect(await stateOf(center, id)).toBe("received");
  });

  test.each([
    ["throws", () => Promise.reject(new Error("no"))],
    [
      "throws at once",
      () => {
        throw new Error("no");
      },
    ],
    ["answers nonsense", () => Promise.resolve("?")],
    ["never answers", () => new Promise(() => undefined)],
    ["is turned away", () => Promise.resolve({ ...tryAgain, scope: "channel" })],
    ["meets an unavailable provider", () => Promise.resolve(tryAgain)],
  ])("is not sent again when the lookup %s", async (_name, lookup) => {
    const scripted = scriptedProvider({
      idempotency: { mode: "lookup" },
      limits: { maxAttempts: 4 },
      timeoutMs: 1_000,
      send: () => Promise.resolve(unknown),
      lookup,
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await pass(3_600_000);
    expect(scripted.seen.map((one) => one.lookup)).toEqual([false, true, true, true]);
    expect(await stateOf(center, id)).toBe("unknown");
  });

  test("is still looked up after a restart", async () => {
    const store = testStore();
    const first = scriptedProvider({
      idempotency: { mode: "lookup" },
      send: () => Promise.resolve(unknown),
      lookup: () => Promise.resolve(unknown),
    });
    const center = await startHost({ store, providers: [first.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await settle();
    const second = scriptedProvider({ idempotency: { mode: "lookup" }, lookup: () => Promise.resolve(received("p1")) });
    const next = await startHost({ store: store.next(), providers: [second.provider] });
    await pass(600_000);
    expect(second.seen.map((one) => one.lookup)).toEqual([true]);
    expect(await next.messages.status("acme", id)).toMatchObject({ state: "received", providerMessageId: "p1" });
  });

  test("is sent again where the account chose it, and the audit trail says so", async () => {
    const outcomes = [unknown];
    const scripted = scriptedProvider({
      idempotency: { mode: "none" },
      send: () => Promise.resolve(outcomes.shift() ?? received()),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center, { unknownOutcome: "send-again" });
    const id = idOf(await center.send(text("a")));
    await pass(60_000);
    expect([scripted.seen.length, await stateOf(center, id)]).toEqual([2, "received"]);
    const audited = await center.ledger.audit({ accountId: "acme", action: "message-sent-again" });
    expect(audited).toMatchObject([{ subject: id, details: JSON.stringify({ code: "CONNECTION_LOST", attempt: 1 }) }]);
  });

  test("a refused second send does not say that the first did not arrive", async () => {
    const outcomes: SendOutcomeInput[] = [unknown, { outcome: "refused", code: "DUPLICATE", party: "account" }];
    const scripted = scriptedProvider({ idempotency: { mode: "none" }, send: () => Promise.resolve(outcomes.shift()) });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center, { unknownOutcome: "send-again" });
    const id = idOf(await center.send(text("a")));
    await pass(60_000);
    expect(await stateOf(center, id)).toBe("unknown");
  });
});

describe("restart", () => {
  test("mode key resends an interrupted transfer with the same key", async () => {
    const store = testStore();
    const hung = scriptedProvider({ send: () => new Promise(() => undefined) });
    const center = await startHost({ store, providers: [hung.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await settle();
    const next = scriptedProvider();
    const after = await startHost({ store: store.next(), providers: [next.provider] });
    await pass(60_000);
    expect([next.seen[0]?.key, await stateOf(after, id)]).toEqual([hung.seen[0]?.key, "received"]);
  });

  test("mode none makes an interrupted transfer unknown, even after the message's end", async () => {
    const store = testStore();
    const hung = scriptedProvider({ idempotency: { mode: "none" }, send: () => new Promise(() => undefined) });
    const center = await startHost({ store, providers: [hung.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a", { expiresAt: new Date(Date.now() + 5_000).toISOString() })));
    await settle();
    vi.setSystemTime(Date.now() + 60_000);
    const next = scriptedProvider({ idempotency: { mode: "none" } });
    const after = await startHost({ store: store.next(), providers: [next.provider] });
    await pass(60_000);
    expect(next.seen).toEqual([]);
    expect(await after.messages.status("acme", id)).toMatchObject({ state: "unknown", code: "HOST_STOPPED" });
    expect(after.availability.channel("acme", "c1").state).toBe("unknown");
  });

  test("a message in the store that cannot be read is held and keeps no other back", async () => {
    const store = testStore();
    const center = await startHost({
      store,
      providers: [scriptedProvider({ send: () => new Promise(() => 0) }).provider],
    });
    await activate(center, { limits: { concurrency: 1 } });
    store.fate = (group) => {
      for (const write of group)
        if (write.kind === "message-insert" && write.record.payload.includes('"bad"'))
          Object.assign(write.record, { payload: "{" });
      return "commit";
    };
    const ids = [];
    for (const value of ["a", "bad", "c"]) ids.push(idOf(await center.send(text(value))));
    const next = scriptedProvider();
    const after = await startHost({ store: store.next(), providers: [next.provider] });
    await pass(60_000);
    expect(next.seen.map((one) => one.text)).toEqual(["a", "c"]);
    expect(await after.messages.status("acme", ids[1] ?? "")).toMatchObject({
      state: "held",
      code: "PAYLOAD_UNREADABLE",
    });
  });
});

describe("cancelling", () => {
  const oneLane = { limits: { concurrency: 1 } } as const;

  test("a ready message is taken back and never sent", async () => {
    const held = gate();
    const scripted = scriptedProvider({ ...oneLane, send: () => held.passed.then(() => received()) });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const first = idOf(await center.send(text("a")));
    const second = idOf(await center.send(text("b")));
    expect(await center.messages.cancel("acme", second, act)).toEqual({ cancelled: true, state: "cancelled" });
    expect(await center.messages.cancel("acme", first, act)).toMatchObject({ cancelled: false });
    held.open();
    await pass(60_000);
    expect(scripted.seen.map((one) => one.text)).toEqual(["a"]);
    expect(await center.messages.cancel("acme", second, act)).toEqual({ cancelled: false, state: "cancelled" });
    expect(await center.ledger.audit({ accountId: "acme", action: "message-cancelled" })).toMatchObject([
      { actor: "ann", subject: second },
    ]);
  });

  test.each([5_000, 3_600_000])("a message that waits %i ms for its time is taken back", async (waitMs) => {
    const scripted = scriptedProvider();
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a", { notBeforeAt: new Date(Date.now() + waitMs).toISOString() })));
    expect(await center.messages.cancel("acme", id, act)).toMatchObject({ cancelled: true });
    await pass(waitMs * 2);
    expect([scripted.seen.length, await stateOf(center, id)]).toEqual([0, "cancelled"]);
  });

  test("a message between two attempts is taken back", async () => {
    const scripted = scriptedProvider({ send: () => Promise.resolve(tryAgain), limits: { backoffBaseMs: 10_000 } });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await settle();
    expect(await center.messages.cancel("acme", id, act)).toMatchObject({ cancelled: true });
    await pass(3_600_000);
    expect([scripted.seen.length, await stateOf(center, id)]).toEqual([1, "cancelled"]);
  });

  test("a held message is taken back, and a release does not bring it back", async () => {
    const { center, scripted, id } = await heldMessage();
    const [cancelled] = await Promise.all([
      center.messages.cancel("acme", id, act),
      center.accounts.unblock({ accountId: "acme", act, reason: "answered" }),
    ]);
    await pass(60_000);
    expect([cancelled.cancelled, scripted.seen.length, await stateOf(center, id)]).toEqual([true, 0, "cancelled"]);
  });

  test("a message that may have arrived is not taken back", async () => {
    const scripted = scriptedProvider({ send: () => Promise.resolve(unknown), limits: { backoffBaseMs: 60_000 } });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await settle();
    expect(await center.messages.cancel("acme", id, act)).toEqual({ cancelled: false, state: "unknown" });
  });

  test("a message that was handed over while cancel asked the store stays received", async () => {
    const store = testStore();
    const held = gate();
    const scripted = scriptedProvider({ send: () => held.passed.then(() => received()) });
    const center = await startHost({ store, providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await settle();
    const { message } = store;
    store.message = async (...parameters) => {
      const record = await message(...parameters);
      // The transfer ends between the read and its use.
      store.message = message;
      held.open();
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      return record;
    };
    const result = await center.messages.cancel("acme", id, act);
    await settle();
    expect([result.cancelled, await stateOf(center, id)]).toEqual([false, "received"]);
  });

  test("an act that is not complete cancels nothing", async () => {
    const { center, id } = await heldMessage();
    const nobody = { ...act, actor: "" };
    await expect(center.messages.cancel("acme", id, nobody)).rejects.toMatchObject({ code: "INSTRUCTION_INVALID" });
  });
});

/** A message that was accepted before its account was blocked, and is held now. */
async function heldMessage() {
  const first = gate();
  const scripted = scriptedProvider({ limits: { concurrency: 1 }, send: () => first.passed.then(() => received()) });
  const center = await startHost({ providers: [scripted.provider] });
  await activate(center);
  await center.send(text("first"));
  const id = idOf(await center.send(text("a")));
  await settle();
  await center.accounts.block({ accountId: "acme", act, reason: "a complaint" });
  first.open();
  await settle();
  scripted.seen.length = 0;
  return { center, scripted, id };
}

describe("block and release", () => {
  test("a block holds what was accepted, refuses what comes, and lifting it lets everything go on", async () => {
    const { center, scripted, id } = await heldMessage();
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "held", code: "ACCOUNT_BLOCKED" });
    expect(await center.send(text("b"))).toMatchObject({ accepted: false, refusal: { code: "ACCOUNT_BLOCKED" } });
    await center.accounts.unblock({ accountId: "acme", act, reason: "answered" });
    await settle();
    expect([scripted.seen.length, await stateOf(center, id)]).toEqual([1, "received"]);
  });

  test("a block outlives the host", async () => {
    const store = testStore();
    const center = await startHost({ store, providers: [scriptedProvider().provider] });
    await activate(center);
    await center.accounts.block({ accountId: "acme", act, reason: "a complaint" });
    const next = await startHost({ store: store.next(), providers: [scriptedProvider().provider] });
    expect(await next.send(text("a"))).toMatchObject({ accepted: false, refusal: { code: "ACCOUNT_BLOCKED" } });
  });

  test("a block that cannot be made durable is in the trail neither", async () => {
    const store = testStore();
    const center = await startHost({ store, providers: [scriptedProvider().provider] });
    await activate(center);
    await center.accounts.block({ accountId: "acme", act, reason: "a complaint" });
    store.fate = () => "fail";
    await expect(center.accounts.unblock({ accountId: "acme", act, reason: "answered" })).rejects.toThrow();
    store.fate = () => "commit";
    await pass(5_000);
    const trail = await center.ledger.audit({ accountId: "acme" });
    expect(trail.map(({ action }) => action)).not.toContain("account-unblocked");
  });

  test("releasing more than a page of messages that are held again at once comes to an end", async () => {
    const scripted = scriptedProvider();
    const store = testStore();
    const center = await startHost({ store, providers: [scripted.provider], settings: { laneWindow: 2_000 } });
    await activate(center);
    await center.providers.disable("scripted", act);
    await center.providers.enable("scripted", act);
    const sending = Array.from({ length: 1_100 }, (_, index) => center.send(text(String(index))));
    const blocking = center.accounts.block({ accountId: "acme", act, reason: "a complaint" });
    await Promise.all([...sending, blocking]);
    await pass(5_000);
    const held = (await store.queuedMessages({ queue: "held", channelId: "c1", limit: 5_000 })).length;
    expect(held).toBeGreaterThan(1_000);
    expect(await center.messages.release("acme", "c1", act)).toBe(held);
    await settle();
    expect((await store.queuedMessages({ queue: "held", channelId: "c1", limit: 5_000 })).length).toBe(held);
  });
});
