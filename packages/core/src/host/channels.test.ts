import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, idOf, instructionFor, startHost, text } from "../__fixtures__/start-host.js";
import { gate, testStore } from "../__fixtures__/test-store.js";
import { defineProvider } from "../spec/define-provider.js";
import { RequestError } from "../spec/errors/request-error.js";
import type { ContactCenter } from "./contact-center.js";
import type { ProviderManifestInput } from "../spec/manifest/provider-manifest.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());
const pass = (stepMs: number): Promise<unknown> => vi.advanceTimersByTimeAsync(stepMs);

describe("activation (R4)", () => {
  test("keeps the instruction whole: who, by what authority, when, what was shown", async () => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    const instruction = instructionFor(center);
    expect(await center.channels.activate(instruction)).toEqual({ activated: true, channelId: "c1" });
    const document = await center.channels.document("acme", "c1");
    expect(document.instruction).toMatchObject({ instructed: act, shown: instruction.shown, termsAccepted: act });
    expect(document.acceptances).toMatchObject([
      { act, documents: expect.arrayContaining([{ kind: "terms", version: "1" }]) },
    ]);
    const [entry] = await center.ledger.audit({ accountId: "acme", action: "channel-activated" });
    expect(entry).toMatchObject({ actor: "ann", subject: "c1" });
  });

  test("opens no plugin and sends nothing", async () => {
    const scripted = scriptedProvider();
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await pass(60_000);
    expect([scripted.opened, scripted.seen.length]).toEqual([0, 0]);
  });

  test.each(["instructed", "shown", "termsAccepted", "residency"] as const)(
    "without `%s` is INSTRUCTION_INVALID",
    async (field) => {
      const center = await startHost({ providers: [scriptedProvider().provider] });
      const { [field]: _left, ...rest } = instructionFor(center);
      await expect(center.channels.activate(rest as never)).rejects.toMatchObject({ code: "INSTRUCTION_INVALID" });
      expect(center.channels.list("acme")).toEqual([]);
    },
  );

  test.each([
    ["seller", "Somebody Else"],
    ["countries", ["FR"]],
    ["documents", []],
    ["personalData", []],
  ])("is refused when the %s shown is not what the provider declares", async (field, value) => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    const instruction = instructionFor(center);
    const result = await center.channels.activate({ ...instruction, shown: { ...instruction.shown, [field]: value } });
    expect(result).toMatchObject({
      activated: false,
      refusal: { code: "INSTRUCTION_MISMATCH", details: { fields: [field] } },
    });
    expect(await center.ledger.audit({ accountId: "acme", action: "channel-refused" })).toHaveLength(1);
    await expect(center.send(text("a"))).rejects.toMatchObject({ code: "CHANNEL_UNKNOWN" });
  });

  test("outside the account's countries is refused, and with a country by name it is not (R13)", async () => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    const settings = { countries: ["US"] };
    expect(await activate(center, { settings })).toMatchObject({
      activated: false,
      refusal: { code: "RESIDENCY_OUTSIDE" },
    });
    const residency = { zones: ["EEA" as const], countries: ["US"] };
    expect(await activate(center, { settings, residency })).toMatchObject({ activated: true });
  });

  test("of one id by two at once succeeds for one of them", async () => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    const results = await Promise.allSettled([activate(center), activate(center, { accountId: "other" })]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect([center.channels.list("acme").length, center.channels.list("other").length]).toEqual([1, 0]);
  });

  test("that cannot be made durable leaves no channel, and no trail of one", async () => {
    const store = testStore();
    const center = await startHost({ store, providers: [scriptedProvider().provider] });
    store.fate = () => "fail";
    await expect(activate(center)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    store.fate = () => "commit";
    await pass(5_000);
    expect(center.channels.list("acme")).toEqual([]);
    expect(await center.ledger.audit({ accountId: "acme" })).toEqual([]);
    expect(await activate(center)).toMatchObject({ activated: true });
  });

  test.each([
    ["PROVIDER_UNKNOWN", { providerId: "nobody", shown: {} }],
    ["SETTINGS_INVALID", { settings: { colour: "red" }, shown: {} }],
    ["INSTRUCTION_INVALID", { channelKind: "voice" }],
  ])("fails with %s", async (code, changes) => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    const shown = instructionFor(center).shown;
    const { shown: _shown, ...rest } = changes as { shown?: unknown };
    await expect(center.channels.activate({ ...instructionFor(center), shown, ...rest })).rejects.toMatchObject({
      code,
    });
  });

  test("a channel that was deactivated stays so when terms are accepted at the same time", async () => {
    const store = testStore();
    const center = await startHost({ store, providers: [scriptedProvider().provider] });
    await activate(center);
    await Promise.all([center.channels.acceptTerms("acme", "c1", act), center.channels.deactivate("acme", "c1", act)]);
    expect(await center.send(text("a"))).toMatchObject({ accepted: false, refusal: { code: "CHANNEL_INACTIVE" } });
    const next = await startHost({ store: store.next(), providers: [scriptedProvider().provider] });
    expect(await next.send(text("a"))).toMatchObject({ accepted: false, refusal: { code: "CHANNEL_INACTIVE" } });
    expect((await next.channels.document("acme", "c1")).acceptances).toHaveLength(2);
  });
});

describe("terms (R5)", () => {
  test("a new version refuses what comes, holds what was accepted, and lets both go on when it is accepted", async () => {
    const first = gate();
    const old = scriptedProvider({ limits: { concurrency: 1 }, send: () => first.passed.then(() => received()) });
    const center = await startHost({ providers: [old.provider] });
    await activate(center);
    await center.send(text("under way"));
    const id = idOf(await center.send(text("waiting")));
    await settle();
    const removing = center.providers.remove("scripted", act);
    first.open();
    await settle();
    await removing;
    const renewed = scriptedProvider({ version: "2.0.0", termsVersion: "2" });
    await center.providers.add(renewed.provider, act);
    await settle();
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "held", code: "TERMS_OUTDATED" });
    expect(await center.send(text("b"))).toMatchObject({
      accepted: false,
      refusal: { code: "TERMS_OUTDATED", rule: "R5" },
    });
    expect(center.channels.list("acme")).toMatchObject([{ refusedBy: "TERMS_OUTDATED" }]);
    await center.channels.acceptTerms("acme", "c1", act);
    await settle();
    expect(renewed.seen.map((one) => one.text)).toEqual(["waiting"]);
    expect(await center.send(text("b"))).toMatchObject({ accepted: true });
  });
});

describe("providers come and go (R3)", () => {
  test("what was accepted waits for its provider, across removal and restart, and arrives once", async () => {
    const store = testStore();
    const blocked = gate();
    const first = scriptedProvider({ limits: { concurrency: 1 }, send: () => blocked.passed.then(() => received()) });
    const center = await startHost({ store, providers: [first.provider] });
    await activate(center);
    for (const value of ["1", "2", "3"]) await center.send(text(value));
    await settle();
    const removing = center.providers.remove("scripted", act);
    blocked.open();
    await settle();
    await removing;
    expect([first.seen.length, first.closed]).toEqual([1, 1]);
    await pass(60_000);
    const after = await startHost({ store: store.next(), providers: [] });
    expect(await after.send(text("4"))).toMatchObject({ accepted: false, refusal: { code: "PROVIDER_UNAVAILABLE" } });
    const second = scriptedProvider();
    await after.providers.add(second.provider, act);
    await settle();
    expect(second.seen.map((one) => one.text)).toEqual(["2", "3"]);
  });

  test("a receipt that comes while its provider is being removed is kept: nothing is sent again", async () => {
    const answer = gate();
    const first = scriptedProvider({
      idempotency: { mode: "none" },
      send: () => answer.passed.then(() => received("p1")),
    });
    const center = await startHost({ providers: [first.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await settle();
    const removing = center.providers.remove("scripted", act);
    answer.open();
    await settle();
    await removing;
    const second = scriptedProvider({ idempotency: { mode: "none" } });
    await center.providers.add(second.provider, act);
    await pass(60_000);
    expect(second.seen).toEqual([]);
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "received", providerMessageId: "p1" });
  });

  test("disable and enable keep messages, and their instances are not mixed with a version that comes meanwhile", async () => {
    const answer = gate();
    const first = scriptedProvider({ send: () => answer.passed.then(() => received()) });
    const center = await startHost({ providers: [first.provider] });
    await activate(center);
    await center.send(text("old"));
    await settle();
    const removing = center.providers.remove("scripted", act);
    const second = scriptedProvider({ version: "2.0.0" });
    await center.providers.add(second.provider, act);
    await center.send(text("new"));
    await settle();
    expect(second.seen.map((one) => one.text)).toEqual(["new"]);
    answer.open();
    await settle();
    await removing;
    expect([first.closed, second.closed]).toEqual([1, 0]);
    await center.providers.disable("scripted", act);
    expect(await center.send(text("b"))).toMatchObject({ accepted: false, refusal: { code: "PROVIDER_UNAVAILABLE" } });
    await center.providers.enable("scripted", act);
    expect(await center.send(text("b"))).toMatchObject({ accepted: true });
  });

  test("one that leaves while a channel opens, or while an attempt is written down, costs the message no attempt", async () => {
    const opening = gate();
    const written = gate();
    const store = testStore();
    const keyed = scriptedProvider({ id: "keyed", limits: { maxAttempts: 1 }, opening: () => opening.passed });
    const keyless = scriptedProvider({ id: "keyless", limits: { maxAttempts: 1 }, idempotency: { mode: "none" } });
    const center = await startHost({ store, providers: [keyed.provider, keyless.provider] });
    await activate(center, { providerId: "keyed" });
    await activate(center, { providerId: "keyless", channelId: "c2" });
    store.fate = (group) =>
      group.some((write) => write.kind === "message-update" && write.change.state === "transferring")
        ? written.passed
        : "commit";
    const ids = [idOf(await center.send(text("a"))), idOf(await center.send(text("b", { channelId: "c2" })))];
    await settle();
    const leaving = ["keyed", "keyless"].map((id) => center.providers.disable(id, act));
    opening.open();
    written.open();
    await settle();
    await Promise.all(leaving);
    await pass(60_000);
    for (const id of ids)
      expect(await center.messages.status("acme", id)).toMatchObject({
        state: "waiting",
        code: "PROVIDER_UNAVAILABLE",
        attempt: 0,
      });
    expect([keyed.seen, keyless.seen]).toEqual([[], []]);
    await Promise.all(["keyed", "keyless"].map((id) => center.providers.enable(id, act)));
    await settle();
    for (const id of ids)
      expect(await center.messages.status("acme", id)).toMatchObject({ state: "received", attempt: 1 });
  });

  test.each(["disable", "remove"] as const)("%s waits 30 s for a transfer, and then breaks it off", async (end) => {
    const aborted: string[] = [];
    const scripted = scriptedProvider({
      timeoutMs: 300_000,
      send: (_transfer, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => {
            aborted.push("yes");
            resolve({ outcome: "unknown", code: "CONNECTION_LOST", party: "network" });
          });
        }),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await center.send(text("hangs"));
    await settle();
    let ended = false;
    const ending = center.providers[end]("scripted", act).then(() => (ended = true));
    await pass(29_000);
    expect([aborted, ended, scripted.closed]).toEqual([[], false, 0]);
    await pass(2_000);
    expect([aborted, ended, scripted.closed]).toEqual([["yes"], true, 1]);
    await ending;
  });

  test.each(["disable", "remove"] as const)("enabled and at once %sd, nothing goes out", async (end) => {
    const scripted = scriptedProvider();
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await center.providers.disable("scripted", act);
    await Promise.all([center.providers.enable("scripted", act), center.providers[end]("scripted", act)]);
    expect(await center.send(text("a"))).toMatchObject({ accepted: false, refusal: { code: "PROVIDER_UNAVAILABLE" } });
    await settle();
    expect([scripted.opened, scripted.seen.length]).toEqual([0, 0]);
  });

  test("added disabled, it carries nothing that waits for it until it is enabled", async () => {
    const later = {
      outcome: "try-again",
      code: "BUSY",
      party: "provider",
      scope: "channel",
      retryAfterMs: 5_000,
    } as const;
    const center = await startHost({ providers: [scriptedProvider({ send: () => later }).provider] });
    await activate(center);
    await center.send(text("a"));
    await settle();
    await center.providers.remove("scripted", act);
    const scripted = scriptedProvider();
    await center.providers.add(scripted.provider, act, { enabled: false });
    await pass(60_000);
    expect([scripted.opened, scripted.seen.length]).toEqual([0, 0]);
    expect(center.providers.list()).toMatchObject([{ enabled: false }]);
    expect(await center.audit.ofHost({ action: "provider-added" })).toMatchObject([
      { details: { version: "1.0.0", enabled: false } },
    ]);
    await center.providers.enable("scripted", act);
    await settle();
    expect(scripted.seen.map((one) => one.text)).toEqual(["a"]);
    const other = scriptedProvider({ id: "other" }).provider;
    const misspelt = center.providers.add(other, act, { isEnabled: false } as never);
    await expect(misspelt).rejects.toMatchObject({ code: "OPTION_INVALID" });
  });

  test.each(["PROVIDER_EXISTS", "PROVIDER_UNKNOWN", "SPECIFICATION_UNSUPPORTED", "MANIFEST_INVALID"])(
    "%s",
    async (code) => {
      const { provider } = scriptedProvider();
      const center = await startHost({ providers: [provider] });
      const calls: Record<string, () => Promise<void>> = {
        PROVIDER_EXISTS: () => center.providers.add(provider, act),
        PROVIDER_UNKNOWN: () => center.providers.remove("nobody", act),
        SPECIFICATION_UNSUPPORTED: () =>
          center.providers.add({ ...provider, specificationVersion: "v2" } as never, act),
        MANIFEST_INVALID: () =>
          center.providers.add({ ...provider, manifest: { ...provider.manifest, version: "x" } }, act),
      };
      await expect(calls[code]?.()).rejects.toMatchObject({ code });
    },
  );
});

describe("a plugin's instance", () => {
  test("is opened once however many ask, and handed its settings and nothing of another channel", async () => {
    const opened: unknown[] = [];
    const scripted = scriptedProvider({
      opening: ({ accountId, channelId, settings, channelKind }) =>
        void opened.push({ accountId, channelId, settings, channelKind }),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await Promise.all(["1", "2", "3"].map((value) => center.send(text(value))));
    await settle();
    expect(opened).toEqual([
      { accountId: "acme", channelId: "c1", settings: { countries: ["DE"] }, channelKind: "sms" },
    ]);
  });

  test("that fails to open is tried again, and says its class, never its text", async () => {
    let failures = 2;
    const scripted = scriptedProvider({
      probe: () => Promise.resolve({ state: "operational", certainty: 1 }),
      opening: () => {
        if (failures-- > 0) throw new TypeError("key-canary-8f1b2c3d4e5f");
      },
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const failure = await center.channels.probe("acme", "c1").catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "PROVIDER_OPEN_FAILED", details: { error: "TypeError" } });
    expect(JSON.stringify(failure) + String(failure)).not.toContain("canary");
    expect(failure).not.toHaveProperty("cause");
    const id = idOf(await center.send(text("a")));
    await pass(60_000);
    expect((await center.messages.status("acme", id)).state).toBe("received");
  });

  test("that throws what throws when it is looked at fails to open, and hurts nobody else", async () => {
    const { proxy, revoke } = Proxy.revocable(new Error("x"), {});
    revoke();
    const scripted = scriptedProvider({
      limits: { maxAttempts: 1 },
      probe: () => Promise.resolve({ state: "operational", certainty: 1 }),
      opening: () => Promise.reject(proxy),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await expect(center.channels.probe("acme", "c1")).rejects.toMatchObject({ code: "PROVIDER_OPEN_FAILED" });
    const id = idOf(await center.send(text("a")));
    await pass(1_000);
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "refused", code: "ATTEMPTS_EXHAUSTED" });
  });

  test("whose probe throws what throws when it is looked at, or answers it, is down, and nobody's error comes out", async () => {
    const spoilt = (): Error => {
      const { proxy, revoke } = Proxy.revocable(new Error("x"), {});
      revoke();
      return proxy;
    };
    for (const [probe, code] of [
      [() => Promise.reject(spoilt()), "PLUGIN_FAILED"],
      [() => ({ state: spoilt() }), "PROBE_INVALID"],
    ] as const) {
      const center = await startHost({ providers: [scriptedProvider({ probe: probe as never }).provider] });
      await activate(center);
      expect(await center.channels.probe("acme", "c1")).toMatchObject({ state: "down", party: "host", code });
    }
  });

  test("that never opens ends its attempts, and the others go on", async () => {
    const scripted = scriptedProvider({ limits: { maxAttempts: 1 }, opening: () => new Promise(() => undefined) });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await pass(31_000);
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "refused", code: "ATTEMPTS_EXHAUSTED" });
  });

  test("that says itself that its provider left ends its attempts as well", async () => {
    const scripted = scriptedProvider({
      limits: { maxAttempts: 1 },
      opening: () => Promise.reject(new RequestError("PROVIDER_DISABLED", { providerId: "scripted" })),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await pass(1_000);
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "refused", code: "ATTEMPTS_EXHAUSTED" });
  });

  test("that opens while its channel ends is closed", async () => {
    const opening = gate();
    const scripted = scriptedProvider({ opening: () => opening.passed });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    await center.send(text("a"));
    await settle();
    const ending = center.channels.deactivate("acme", "c1", act);
    await settle();
    opening.open();
    await settle();
    await ending;
    expect([scripted.opened, scripted.closed]).toEqual([1, 1]);
    // Its message passed the gates before; they are asked again when the plugin is open at last.
    expect(scripted.seen).toEqual([]);
  });

  test.each(["fails", "takes too long"])("is closed when a hook of channel-opened %s", async (how) => {
    const scripted = scriptedProvider({ probe: () => Promise.resolve({ state: "operational", certainty: 1 }) });
    const center = await startHost({ providers: [scripted.provider] });
    const hook = () => (how === "fails" ? Promise.reject(new Error("no")) : new Promise<never>(() => undefined));
    center.hook("channel-opened", hook, { name: "mine", timeoutMs: 100 });
    await activate(center);
    const probing = center.channels.probe("acme", "c1").catch((error: unknown) => error);
    await pass(1_000);
    expect(await probing).toMatchObject({ code: "HOOK_FAILED" });
    expect([scripted.opened, scripted.closed]).toEqual([1, 1]);
  });

  test("that opens when nobody waits for it any more is closed", async () => {
    const opening = gate();
    const scripted = scriptedProvider({
      opening: () => opening.passed,
      probe: () => Promise.resolve({ state: "operational", certainty: 1 }),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const probing = center.channels.probe("acme", "c1").catch((error: unknown) => error);
    await pass(31_000);
    expect(await probing).toMatchObject({ code: "PROVIDER_OPEN_FAILED" });
    opening.open();
    await settle();
    expect([scripted.opened, scripted.closed]).toEqual([1, 1]);
  });

  test("is let end its transfers before its channel ends", async () => {
    const answer = gate();
    const scripted = scriptedProvider({ send: () => answer.passed.then(() => received("p1")) });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await settle();
    const ending = center.channels.deactivate("acme", "c1", act);
    await settle();
    expect(scripted.closed).toBe(0);
    expect(await center.send(text("b"))).toMatchObject({ accepted: false, refusal: { code: "CHANNEL_INACTIVE" } });
    answer.open();
    await settle();
    await ending;
    expect(scripted.closed).toBe(1);
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "received" });
  });

  test.each<[string, Partial<ProviderManifestInput>, string]>([
    [
      "lacks a capability it declares",
      { capabilities: ["outboundMessages", "inboundEvents", "probe"] },
      "capabilities: probe is declared, and the instance has none",
    ],
    [
      "has one it does not declare",
      { capabilities: ["outboundMessages"] },
      "capabilities: inboundEvents is not declared, and the instance has it",
    ],
    [
      "cannot look up although its manifest says so",
      { idempotency: { mode: "lookup" } },
      "idempotency.mode: lookup needs outboundMessages.doLookup, which the instance does not have",
    ],
  ])("that %s is refused: its manifest is not true, and the error says in what", async (_name, manifest, issue) => {
    const scripted = scriptedProvider({ manifest, limits: { maxAttempts: 1 } });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const expected = { code: "MANIFEST_INVALID", issues: [issue] };
    await expect(center.channels.probe("acme", "c1")).rejects.toMatchObject(expected);
  });

  test("is handed credentials that fit its schema, and learns nothing of why there are none", async () => {
    const { provider } = scriptedProvider();
    const problems: unknown[] = [];
    const secrets = {
      resolve: (name: string) =>
        name === "broken"
          ? Promise.reject(new Error("vault token s.kanarie"))
          : Promise.resolve({ current: { key: 7 } }),
    };
    const asking = defineProvider({
      ...{ settings: provider.settingsSchema, credentials: provider.credentialsSchema },
      manifest: { ...withoutSchemas(provider.manifest), id: "asking", capabilities: ["outboundMessages"] },
      open: ({ credentials }) => ({
        outboundMessages: {
          doSend: async () => {
            problems.push(await credentials.resolve().catch((error: unknown) => error));
            return received();
          },
        },
        close: () => Promise.resolve(),
      }),
    });
    const center = await startHost({ providers: [asking], secrets });
    for (const [channelId, secret] of Object.entries({ c1: "broken", c2: "wrong" })) {
      await activate(center, { providerId: "asking", channelId, secret });
      await center.send(text("a", { channelId }));
      await settle();
    }
    expect(problems).toMatchObject([
      { code: "CREDENTIALS_UNAVAILABLE", message: expect.not.stringContaining("kanarie") },
      { code: "CREDENTIALS_UNAVAILABLE", details: { issues: ["key: expected string"] } },
    ]);
  });
});

function withoutSchemas<Manifest extends { settings: unknown; credentials: unknown; specificationVersion: unknown }>(
  manifest: Manifest,
) {
  const { settings: _settings, credentials: _credentials, specificationVersion: _version, ...rest } = manifest;
  return rest;
}

describe("a probe", () => {
  test.each([
    ["throws", () => Promise.reject(new Error("key-canary")), { state: "down", party: "host", code: "PLUGIN_FAILED" }],
    [
      "answers nonsense",
      () => Promise.resolve({ state: "fine" }),
      { state: "down", party: "host", code: "PROBE_INVALID" },
    ],
    ["never answers", () => new Promise(() => undefined), { state: "down", party: "host", code: "PROBE_TIMEOUT" }],
    ["works", () => Promise.resolve({ state: "operational", certainty: 1, latencyMs: 5 }), { state: "operational" }],
  ])("that %s gives a result", async (_name, probe, expected) => {
    const center = await startHost({ providers: [scriptedProvider({ probe: probe as never }).provider] });
    await activate(center);
    const probing = center.channels.probe("acme", "c1");
    await pass(16_000);
    expect(await probing).toMatchObject(expected);
    expect(center.availability.channel("acme", "c1").outcomes).toBe(1);
  });

  test("that hangs is given up when the host closes, and is no fault of anybody", async () => {
    let given: AbortSignal | undefined;
    const hangs = (signal: AbortSignal) => {
      given = signal;
      return new Promise<never>(() => undefined);
    };
    const center = await startHost({ providers: [scriptedProvider({ probe: hangs }).provider] });
    await activate(center);
    const probing = expect(center.channels.probe("acme", "c1")).rejects.toMatchObject({ code: "HOST_CLOSED" });
    await pass(1);
    await center.close();
    await probing;
    expect([given?.aborted, vi.getTimerCount()]).toEqual([true, 0]);
  });

  test.each([
    ["the host closes", "HOST_CLOSED", (center: ContactCenter) => center.close()],
    ["the provider leaves", "PROVIDER_DISABLED", (center: ContactCenter) => center.providers.disable("scripted", act)],
  ])("that hangs while a channel is activated is given up when %s", async (_when, code, end) => {
    const scripted = scriptedProvider({ probe: () => new Promise<never>(() => undefined) });
    const center = await startHost({ providers: [scripted.provider] });
    const activating = expect(activate(center, { verification: "probe" })).rejects.toMatchObject({ code });
    await pass(1);
    expect(scripted.opened).toBe(1);
    await end(center);
    await activating;
    expect([scripted.closed, center.channels.list("acme")]).toEqual([1, []]);
  });

  test("is not begun when the host closed while the credentials were fetched", async () => {
    const fetched = gate();
    const scripted = scriptedProvider({ probe: () => new Promise<never>(() => undefined) });
    const secrets = { resolve: () => fetched.passed.then(() => ({ current: {} })) };
    const center = await startHost({ providers: [scripted.provider], secrets });
    const activating = expect(activate(center, { verification: "probe", secret: "key" })).rejects.toMatchObject({
      code: "HOST_CLOSED",
    });
    await pass(1);
    await center.close();
    fetched.open();
    await activating;
    expect(scripted.opened).toBe(0);
  });
});
