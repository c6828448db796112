import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, idOf, instructionFor, startHost, text } from "../__fixtures__/start-host.js";
import { testStore } from "../__fixtures__/test-store.js";
import { memorySecrets } from "../ports/memory/index.js";
import type { ProbeResult } from "../spec/capabilities/probe.js";
import type { ProviderManifestInput } from "../spec/manifest/provider-manifest.js";
import type { HostEvents } from "./host-events.js";
import type { ContactCenter } from "./contact-center.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-22T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());
const pass = (stepMs: number): Promise<unknown> => vi.advanceTimersByTimeAsync(stepMs);

const configuration = {
  accountId: "acme",
  channelId: "c1",
  providerId: "scripted",
  residency: { zones: ["EEA" as const] },
};
const actions = async (center: ContactCenter): Promise<string[]> =>
  (await center.ledger.audit({ accountId: "acme" })).map(({ action }) => action);
const stateOf = (center: ContactCenter): string | undefined => center.channels.list("acme")[0]?.state;
const operational = (): Promise<ProbeResult> => Promise.resolve({ state: "operational", certainty: 1 });

describe("step by step (R4)", () => {
  test("each step is on record, and messages pass after the last alone", async () => {
    const scripted = scriptedProvider({ probe: operational });
    const center = await startHost({ providers: [scripted.provider] });
    const refusedBy = async (): Promise<unknown> => {
      const result = await center.send(text("a"));
      return result.accepted ? "accepted" : result.refusal.code;
    };
    const seen: unknown[] = [];
    const look = async (): Promise<void> => void seen.push([stateOf(center), await refusedBy()]);
    expect(await center.channels.configure(configuration, act)).toEqual({ configured: true, channelId: "c1" });
    await look();
    await center.channels.acceptTerms("acme", "c1", act);
    await look();
    expect(await center.channels.verify("acme", "c1", act)).toEqual({ verified: true, method: "probe" });
    await look();
    const shown = center.channels.disclosure("scripted");
    expect(await center.channels.instruct({ accountId: "acme", channelId: "c1", instructed: act, shown })).toEqual({
      activated: true,
      channelId: "c1",
    });
    await look();
    await settle();
    expect(seen).toEqual([
      ["configured", "CHANNEL_INACTIVE"],
      ["terms-accepted", "CHANNEL_INACTIVE"],
      ["verified", "CHANNEL_INACTIVE"],
      ["active", "accepted"],
    ]);
    expect((await actions(center)).filter((one) => one !== "message-refused")).toEqual([
      ...["channel-configured", "terms-accepted", "channel-verified", "channel-activated"],
    ]);
    expect(scripted.seen.map((one) => one.text)).toEqual(["a"]);
    const { instruction } = await center.channels.document("acme", "c1");
    expect(instruction).toMatchObject({ instructed: act, shown, termsAccepted: act });
  });

  test.each([
    ["verify before the terms", (center: ContactCenter) => center.channels.verify("acme", "c1", act)],
    [
      "instruct before the verification",
      (center: ContactCenter) =>
        center.channels.instruct({
          ...{ accountId: "acme", channelId: "c1", instructed: act },
          shown: center.channels.disclosure("scripted"),
        }),
    ],
    ["resume", (center: ContactCenter) => center.channels.resume("acme", "c1", act)],
    ["reauthorise", (center: ContactCenter) => center.channels.reauthorise("acme", "c1", act)],
    ["suspend", (center: ContactCenter) => center.channels.suspend("acme", "c1", act)],
  ])("%s is impossible, and changes nothing", async (_what, attempt) => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    await center.channels.configure(configuration, act);
    await expect(attempt(center)).rejects.toMatchObject({ code: "CHANNEL_STATE_IMPOSSIBLE" });
    expect(stateOf(center)).toBe("configured");
    expect(await center.send(text("a"))).toMatchObject({ accepted: false });
  });

  test("credentials that do not work leave it where it was, with the provider's reason", async () => {
    const probe = (): Promise<ProbeResult> =>
      Promise.resolve({ state: "down", party: "account", code: "CREDENTIALS_REFUSED", certainty: 1 });
    const scripted = scriptedProvider({ probe });
    const center = await startHost({ providers: [scripted.provider] });
    await center.channels.configure(configuration, act);
    await center.channels.acceptTerms("acme", "c1", act);
    expect(await center.channels.verify("acme", "c1", act)).toMatchObject({
      verified: false,
      refusal: { code: "VERIFICATION_FAILED", party: "account", details: { code: "CREDENTIALS_REFUSED" } },
    });
    expect(stateOf(center)).toBe("terms-accepted");
    expect([scripted.opened, scripted.closed, scripted.seen.length]).toEqual([1, 1, 0]);
  });

  test("a secret that proves its webhooks and is not there leaves it where it was, although the provider says that all is well", async () => {
    const webhooks: ProviderManifestInput["webhooks"] = {
      signature: { scheme: "secret-header", secret: "key", header: "x-key" },
      ...{ strength: "weak", secondFactor: { scheme: "secret-path", secret: "key" } },
      ...{ acknowledgement: { status: 200 }, tryAgainStatus: 503, neverAgainStatus: 410, retriedForSeconds: 60 },
      ...{ deduplicationKey: "the body", documentation: "https://scripted.example.com" },
    };
    const { provider } = scriptedProvider({
      probe: operational,
      manifest: { webhooks },
      credentials: z.looseObject({}),
    });
    const center = await startHost({ providers: [provider], secrets: memorySecrets({ s: {} }) });
    await center.channels.configure({ ...configuration, secret: "s" }, act);
    await center.channels.acceptTerms("acme", "c1", act);
    await expect(center.channels.verify("acme", "c1", act)).rejects.toMatchObject({ code: "WEBHOOK_SECRET_UNUSABLE" });
    expect(stateOf(center)).toBe("terms-accepted");
  });

  test("in one call, with the probe asked for, a channel with bad credentials does not become one", async () => {
    const probe = (): Promise<ProbeResult> =>
      Promise.resolve({ state: "down", party: "account", code: "CREDENTIALS_REFUSED", certainty: 1 });
    const center = await startHost({ providers: [scriptedProvider({ probe }).provider] });
    expect(await activate(center, { verification: "probe" })).toMatchObject({
      activated: false,
      refusal: { code: "VERIFICATION_FAILED" },
    });
    expect(center.channels.list("acme")).toEqual([]);
  });

  test("what was shown has to be what is declared, and texts the ones whose hashes are", async () => {
    const sha256 = "a".repeat(64);
    const documents = [{ kind: "terms", version: "1", url: "https://scripted.example.com/terms", sha256 }] as const;
    const center = await startHost({
      providers: [scriptedProvider({ manifest: { documents: [...documents] } }).provider],
    });
    const text = (hash: string) => ({ shownTexts: [{ kind: "terms" as const, version: "1", sha256: hash }] });
    expect(await activate(center, text("b".repeat(64)))).toMatchObject({
      activated: false,
      refusal: { code: "INSTRUCTION_MISMATCH", details: { documents: ["terms 1"] } },
    });
    expect(await activate(center, text(sha256))).toMatchObject({ activated: true });
    const { instruction, acceptances } = await center.channels.document("acme", "c1");
    expect([instruction.shownTexts, acceptances[0]?.documents]).toMatchObject([[{ sha256 }], [{ sha256 }]]);
  });
});

describe("halted and ended", () => {
  test("what waits is held while suspended, and goes on when resumed; across a restart too", async () => {
    const store = testStore();
    const center = await startHost({
      store,
      providers: [
        scriptedProvider({
          send: () => ({
            outcome: "try-again",
            code: "BUSY",
            party: "provider",
            scope: "channel",
            retryAfterMs: 5_000,
          }),
        }).provider,
      ],
    });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await settle();
    await center.channels.suspend("acme", "c1", act, "we move");
    await pass(10_000);
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "held", code: "CHANNEL_SUSPENDED" });
    expect(await center.send(text("b"))).toMatchObject({ accepted: false, refusal: { code: "CHANNEL_SUSPENDED" } });
    const scripted = scriptedProvider();
    const next = await startHost({ store: store.next(), providers: [scripted.provider] });
    expect(stateOf(next)).toBe("suspended");
    await next.channels.resume("acme", "c1", act);
    await settle();
    expect(scripted.seen.map((one) => one.text)).toEqual(["a"]);
    const trail = await next.ledger.audit({ accountId: "acme", action: "channel-suspended" });
    expect(trail).toMatchObject([{ actor: "ann", subject: "c1" }]);
    expect(JSON.parse(trail[0]?.details ?? "{}")).toMatchObject({
      reason: "we move",
      authority: "administrator",
      at: act.at,
    });
  });

  test("disabled is configured anew and needs everything again; removed is for good", async () => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    await activate(center);
    await center.channels.deactivate("acme", "c1", act);
    await expect(center.channels.acceptTerms("acme", "c1", act)).rejects.toMatchObject({
      code: "CHANNEL_STATE_IMPOSSIBLE",
    });
    await center.channels.configure(configuration, act);
    expect(await center.send(text("a"))).toMatchObject({ accepted: false, refusal: { code: "CHANNEL_INACTIVE" } });
    await expect(center.channels.verify("acme", "c1", act)).rejects.toMatchObject({ code: "CHANNEL_STATE_IMPOSSIBLE" });
    await center.channels.remove("acme", "c1", act);
    expect(center.channels.list("acme")).toEqual([]);
    for (const attempt of [
      () => center.channels.configure(configuration, act),
      () => center.channels.resume("acme", "c1", act),
      () => activate(center),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: /CHANNEL_STATE_IMPOSSIBLE|CHANNEL_EXISTS/ });
    expect((await center.channels.document("acme", "c1")).state).toBe("removed");
  });
});

describe("configured anew while its messages wait in memory", () => {
  const renew = async (center: ContactCenter, changes: object): Promise<void> => {
    await center.channels.deactivate("acme", "c1", act);
    await center.channels.configure({ ...configuration, ...changes }, act);
    await center.channels.acceptTerms("acme", "c1", act);
    await center.channels.verify("acme", "c1", act);
    const { instructed, shown } = instructionFor(center, changes);
    await center.channels.instruct({ accountId: "acme", channelId: "c1", instructed, shown });
  };

  test("they go on as it is configured now", async () => {
    const used: unknown[] = [];
    const busy = { outcome: "try-again", code: "BUSY", party: "provider", scope: "channel", retryAfterMs: 20_000 };
    const scripted = scriptedProvider({
      send: (_transfer, { settings }) => (used.push(settings.countries) === 1 ? busy : received()),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await settle();
    await renew(center, { settings: { countries: ["FR"] } });
    await pass(30_000);
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "received" });
    expect(used).toEqual([["DE"], ["FR"]]);
  });

  test("its limits of now hold at once", async () => {
    const scripted = scriptedProvider({ limits: { concurrency: 5 }, send: () => new Promise(() => undefined) });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    // So that its lane is there all the time.
    await center.send(text("later", { notBeforeAt: "2026-11-22T12:00:20Z" }));
    await renew(center, { limits: { concurrency: 1 } });
    for (const value of ["1", "2", "3"]) await center.send(text(value));
    await settle();
    expect(scripted.seen.map((one) => one.text)).toEqual(["1"]);
  });
});

describe("credentials that the provider refuses (R7)", () => {
  const refused = { outcome: "try-again", code: "CREDENTIALS_REFUSED", party: "account", scope: "channel" } as const;

  test("twice put the channel into needs-reauthorisation; mended, it goes on with what it held", async () => {
    let bad = true;
    let attempts = 0;
    const store = testStore();
    const make = () =>
      scriptedProvider({
        probe: () =>
          Promise.resolve(
            bad
              ? { state: "down", party: "account", code: "CREDENTIALS_REFUSED", certainty: 1 }
              : { state: "operational", certainty: 1 },
          ),
        send: () => ((attempts += 1), bad ? refused : received()),
      });
    const center = await startHost({ store, providers: [make().provider] });
    const told: HostEvents["channel-state-changed"][] = [];
    center.on("channel-state-changed", (event) => told.push(event));
    await activate(center);
    const id = idOf(await center.send(text("a")));
    await pass(60_000);
    expect(stateOf(center)).toBe("needs-reauthorisation");
    expect(attempts).toBeLessThanOrEqual(3);
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "held", code: "CHANNEL_UNAUTHORISED" });
    expect(told.at(-1)).toMatchObject({ transition: "refuse-credentials", reasons: ["CREDENTIALS_REFUSED"] });
    const next = await startHost({ store: store.next(), providers: [make().provider] });
    expect(stateOf(next)).toBe("needs-reauthorisation");
    expect(await next.channels.reauthorise("acme", "c1", act)).toMatchObject({ verified: false });
    expect(stateOf(next)).toBe("needs-reauthorisation");
    bad = false;
    expect(await next.channels.reauthorise("acme", "c1", act)).toEqual({ verified: true, method: "probe" });
    await settle();
    expect(await next.messages.status("acme", id)).toMatchObject({ state: "received" });
    expect(await actions(next)).toEqual(
      expect.arrayContaining(["channel-credentials-refused", "channel-reauthorised"]),
    );
  });

  test("once, or by several transfers at the same moment, are not enough", async () => {
    let answers = 0;
    const scripted = scriptedProvider({
      limits: { concurrency: 8 },
      send: () => ((answers += 1) <= 8 ? refused : received()),
    });
    const center = await startHost({ providers: [scripted.provider] });
    await activate(center);
    const ids = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => idOf(await center.send(text(String(index))))),
    );
    await pass(60_000);
    expect(stateOf(center)).toBe("active");
    for (const id of ids) expect(await center.messages.status("acme", id)).toMatchObject({ state: "received" });
  });
});

describe("a provider that reaches further (R5, R17)", () => {
  const wider = {
    endpoints: [
      { id: "api", url: "https://api.scripted.example.com" },
      { id: "new", url: "https://new.example.com/x" },
    ],
  };

  test("waits for acceptance of what is new, shown in words, and holds what it accepted", async () => {
    const store = testStore();
    const center = await startHost({
      store,
      providers: [
        scriptedProvider({
          send: () => ({
            outcome: "try-again",
            code: "BUSY",
            party: "provider",
            scope: "channel",
            retryAfterMs: 5_000,
          }),
        }).provider,
      ],
    });
    await activate(center);
    const id = idOf(await center.send(text("waiting")));
    await settle();
    const told: HostEvents["channel-state-changed"][] = [];
    center.on("channel-state-changed", (event) => told.push(event));
    await center.providers.remove("scripted", act);
    const renewed = scriptedProvider({ version: "2.0.0", manifest: wider });
    await center.providers.add(renewed.provider, act);
    await pass(10_000);
    const words = ["data leaves to a new endpoint: https://new.example.com"];
    expect(await center.messages.status("acme", id)).toMatchObject({ state: "held", code: "DISCLOSURE_WIDENED" });
    expect(await center.send(text("b"))).toMatchObject({
      accepted: false,
      refusal: { code: "DISCLOSURE_WIDENED", gate: "terms", details: { widened: words } },
    });
    expect(center.channels.list("acme")).toMatchObject([{ state: "configured", refusedBy: "DISCLOSURE_WIDENED" }]);
    expect(told).toMatchObject([{ transition: "outdate", state: "configured", reasons: words }]);
    // Not by an acceptance of what nobody was shown, nor of what was shown before.
    await expect(center.channels.acceptTerms("acme", "c1", act)).rejects.toMatchObject({ code: "INSTRUCTION_INVALID" });
    const old = (await center.channels.document("acme", "c1")).instruction.shown;
    await expect(center.channels.acceptTerms("acme", "c1", act, { shown: old })).rejects.toMatchObject({
      code: "INSTRUCTION_INVALID",
    });
    await center.channels.acceptTerms("acme", "c1", act, { shown: center.channels.disclosure("scripted") });
    await settle();
    expect(renewed.seen.map((one) => one.text)).toEqual(["waiting"]);
    expect(stateOf(center)).toBe("active");
    // After a restart it is still accepted, and still so.
    const next = await startHost({
      store: store.next(),
      providers: [scriptedProvider({ version: "2.0.0", manifest: wider }).provider],
    });
    expect(stateOf(next)).toBe("active");
  });

  test("noticed after a restart too, once; and the version before is accepted still", async () => {
    const store = testStore();
    const center = await startHost({ store, providers: [scriptedProvider().provider] });
    await activate(center);
    await center.close({ graceMs: 0 });
    const second = await startHost({
      store: store.next(),
      providers: [scriptedProvider({ manifest: wider }).provider],
    });
    await settle();
    expect(stateOf(second)).toBe("configured");
    await second.providers.remove("scripted", act);
    await second.providers.add(scriptedProvider({ manifest: wider }).provider, act);
    await settle();
    await second.providers.remove("scripted", act);
    await second.providers.add(scriptedProvider().provider, act);
    await settle();
    expect(stateOf(second)).toBe("active");
    expect((await actions(second)).filter((one) => /outdated|renewed/.test(one))).toEqual([
      "channel-outdated",
      "channel-renewed",
    ]);
  });

  test("a sub-processor that is new, or moved, waits and is named; one fewer and another order do not (R17)", async () => {
    const de = { name: "Acme Hosting GmbH", country: "DE", purpose: "servers" };
    const fr = { name: "Beta Mail SAS", country: "FR", purpose: "delivery" };
    const documents = (version: string) => [
      { kind: "terms" as const, version: "1", url: "https://scripted.example.com/terms" },
      { kind: "sub-processors" as const, version, url: "https://scripted.example.com/sub" },
    ];
    const naming = (version: string, ...subProcessors: (typeof de)[]) =>
      scriptedProvider({ manifest: { documents: documents(version), subProcessors } }).provider;
    const store = testStore();
    const center = await startHost({ store, providers: [naming("1", de, fr)] });
    await activate(center);
    expect((await center.channels.document("acme", "c1")).instruction.shown?.subProcessors).toEqual([de, fr]);
    const after = async (provider: ReturnType<typeof naming>): Promise<unknown> => {
      await center.providers.remove("scripted", act);
      await center.providers.add(provider, act);
      const result = await center.send(text("a"));
      return result.accepted ? "accepted" : result.refusal.details;
    };
    expect(await after(naming("1", fr, de))).toBe("accepted");
    expect(await after(naming("2", fr))).toBe("accepted");
    expect(await after(naming("2", { ...de, country: "US" }, fr))).toEqual({
      widened: ["the sub-processor Acme Hosting GmbH is in a new country: US"],
    });
    const cloud = { name: "Cloud Inc", country: "US", purpose: "backups" };
    const words = ["data is passed on to a new sub-processor: Cloud Inc (US), backups"];
    expect(await after(naming("1", de, fr, cloud))).toEqual({ widened: words });
    expect(stateOf(center)).toBe("configured");
    await settle();
    await center.close({ graceMs: 0 });
    const next = await startHost({ store: store.next(), providers: [naming("1", cloud, fr, de)] });
    expect(next.channels.list("acme")).toMatchObject([{ state: "configured", refusedBy: "DISCLOSURE_WIDENED" }]);
    await next.channels.acceptTerms("acme", "c1", act, { shown: next.channels.disclosure("scripted") });
    expect(stateOf(next)).toBe("active");
  });

  test("what was shown may not say more than what is declared", async () => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    const shown = center.channels.disclosure("scripted");
    const nobody = { ...shown, subProcessors: [] };
    expect(await activate(center, { shown: nobody })).toMatchObject({
      activated: false,
      refusal: { code: "INSTRUCTION_MISMATCH", details: { fields: ["subProcessors"] } },
    });
  });

  test("steps that began with an earlier version end with what was shown of the present one", async () => {
    const at = (version: string) =>
      scriptedProvider({
        manifest: {
          documents: [
            { kind: "terms", version: "1", url: "https://scripted.example.com/terms" },
            { kind: "sub-processors", version, url: "https://scripted.example.com/sub" },
          ],
        },
        probe: operational,
      }).provider;
    const center = await startHost({ providers: [at("1")] });
    await center.channels.configure(configuration, act);
    await center.channels.acceptTerms("acme", "c1", act);
    await center.channels.verify("acme", "c1", act);
    await center.providers.remove("scripted", act);
    await center.providers.add(at("2"), act);
    const shown = center.channels.disclosure("scripted");
    expect(await center.channels.instruct({ accountId: "acme", channelId: "c1", instructed: act, shown })).toEqual({
      activated: true,
      channelId: "c1",
    });
    expect(center.channels.list("acme")).toMatchObject([{ state: "active" }]);
  });

  test("what one account was shown is not held to have been shown to another", async () => {
    const at = (ids: string[]) =>
      scriptedProvider({ manifest: { endpoints: ids.map((id) => ({ id, url: `https://${id}.example.com` })) } });
    const center = await startHost({ providers: [at(["api", "old"]).provider] });
    await activate(center);
    await center.providers.remove("scripted", act);
    await center.providers.add(at(["api"]).provider, act);
    // Accepted again without being shown, while the other was shown less from the beginning.
    await center.channels.acceptTerms("acme", "c1", act);
    await activate(center, { accountId: "other", channelId: "c2" });
    await center.providers.remove("scripted", act);
    await center.providers.add(at(["api", "old"]).provider, act);
    await settle();
    expect([center.channels.list("acme"), center.channels.list("other")]).toMatchObject([
      [{ state: "active" }],
      [{ state: "configured", refusedBy: "DISCLOSURE_WIDENED" }],
    ]);
  });

  test("another text of the terms under the same version is a new version", async () => {
    const terms = (letter: string) => ({
      documents: [{ kind: "terms" as const, version: "1", url: "https://a.example", sha256: letter.repeat(64) }],
    });
    const center = await startHost({ providers: [scriptedProvider({ manifest: terms("a") }).provider] });
    await activate(center);
    await center.providers.remove("scripted", act);
    await center.providers.add(scriptedProvider({ manifest: terms("b") }).provider, act);
    expect(await center.send(text("a"))).toMatchObject({ accepted: false, refusal: { code: "TERMS_OUTDATED" } });
  });
});

describe("who may act (R4, R22)", () => {
  const host = (authorise: (request: { action: string; act: { actor: string } }) => unknown) =>
    startHost({
      providers: [scriptedProvider({ probe: operational }).provider],
      authority: { authorise: (request) => authorise(request) as never },
      settings: { authorityTimeoutMs: 1_000 },
    });

  test.each<[string, () => unknown, string]>([
    ["says no", () => ({ authorised: false }), "AUTHORITY_REFUSED"],
    ["throws", () => Promise.reject(new Error("ann@example.com")), "AUTHORITY_UNAVAILABLE"],
    ["answers nonsense", () => "yes", "AUTHORITY_UNAVAILABLE"],
    ["answers 1", () => ({ authorised: 1 }), "AUTHORITY_UNAVAILABLE"],
    ["answers nothing", () => undefined, "AUTHORITY_UNAVAILABLE"],
    ["never answers", () => new Promise(() => undefined), "AUTHORITY_UNAVAILABLE"],
  ])("a host that %s lets nothing be activated, and that is on record", async (_what, answer, code) => {
    const center = await host(answer);
    const activating = activate(center);
    await pass(1_000);
    expect(await activating).toMatchObject({ activated: false, refusal: { code, rule: "R4" } });
    expect(center.channels.list("acme")).toEqual([]);
    const [entry] = await center.ledger.audit({ accountId: "acme", action: "act-refused" });
    expect(entry).toMatchObject({ actor: "ann", subject: "c1" });
    expect(JSON.stringify(entry)).not.toContain("example.com");
  });

  test("is asked for every act anew, with who, what and on what; its proof is kept", async () => {
    const asked: string[] = [];
    const center = await host(({ action, act: { actor } }) => {
      asked.push(`${actor} ${action}`);
      return { authorised: true, reference: "session-7" };
    });
    await activate(center);
    await center.channels.suspend("acme", "c1", act);
    await center.channels.resume("acme", "c1", act);
    await center.channels.acceptTerms("acme", "c1", act);
    await center.channels.deactivate("acme", "c1", act);
    await center.channels.configure(configuration, act);
    await center.channels.remove("acme", "c1", act);
    expect(asked).toEqual(
      [
        "activate-channel",
        "suspend-channel",
        "resume-channel",
        "accept-terms",
        "disable-channel",
        "configure-channel",
        "remove-channel",
      ].map((one) => `ann ${one}`),
    );
    for (const { details } of await center.ledger.audit({ accountId: "acme" }))
      expect(JSON.parse(details)).toMatchObject({ authorisation: { by: "authority", reference: "session-7" } });
  });

  test.each(["suspend", "resume", "deactivate", "remove", "acceptTerms"] as const)(
    "%s by somebody who may not changes nothing",
    async (name) => {
      const center = await host(({ act: { actor } }) => ({ authorised: actor === "ann" }));
      await activate(center);
      if (name === "resume") await center.channels.suspend("acme", "c1", act);
      const before = await center.channels.document("acme", "c1");
      await expect(center.channels[name]("acme", "c1", { ...act, actor: "eve" })).rejects.toMatchObject({
        code: "AUTHORITY_REFUSED",
      });
      expect(await center.channels.document("acme", "c1")).toEqual(before);
      expect(await center.ledger.audit({ accountId: "acme", action: "act-refused" })).toMatchObject([{ actor: "eve" }]);
    },
  );

  test("who accepts the terms is asked about, where it is another person than who instructs", async () => {
    const center = await host(({ act: { actor } }) => ({ authorised: actor === "ann" }));
    expect(await activate(center, { termsAccepted: { ...act, actor: "eve" } })).toMatchObject({
      activated: false,
      refusal: { code: "AUTHORITY_REFUSED" },
    });
  });

  const ben = { kind: "phone", value: "+4930123456" } as const;
  const agreed = { purposes: ["news"], wording: "yes", method: "form" as const, givenAt: act.at, source: "page" };
  const acts = { accountId: "acme", act, reason: "because" };
  test.each<[string, (center: ContactCenter) => Promise<unknown>]>([
    ["accounts.setPolicy", (center) => center.accounts.setPolicy({ accountId: "acme", act, legalBasis: "stated" })],
    ["accounts.block", (center) => center.accounts.block(acts)],
    ["accounts.unblock", (center) => center.accounts.unblock(acts)],
    ["accounts.suspend", (center) => center.accounts.suspend(acts)],
    ["consents.give", (center) => center.consents.give({ accountId: "acme", address: ben, ...agreed, act })],
    ["consents.request", (center) => center.consents.request({ accountId: "acme", address: ben, ...agreed, act })],
    [
      "suppressions.add of the host's own",
      (center) => center.suppressions.add({ accountId: "acme", address: ben, reason: "host", act }),
    ],
  ])("%s by somebody who may not changes nothing", async (_what, attempt) => {
    let may = true;
    const center = await host(() => ({ authorised: may }));
    await activate(center);
    may = false;
    await expect(attempt(center)).rejects.toMatchObject({ code: "AUTHORITY_REFUSED" });
    expect(await center.send(text("a"))).toMatchObject({ accepted: true });
    expect([await center.consents.of("acme", ben), await center.suppressions.of("acme", ben)]).toEqual([[], []]);
  });

  test.each<[string, () => unknown]>([
    ["says no", () => ({ authorised: false })],
    ["never answers", () => new Promise(() => undefined)],
  ])("what protects a person waits for nobody: an authority that %s does not hold it up", async (_what, answer) => {
    let down = false;
    const center = await host(() => (down ? answer() : { authorised: true }));
    await activate(center);
    await center.consents.give({ accountId: "acme", address: ben, ...agreed, act });
    const { token } = await center.consents.request({
      ...{ accountId: "acme", address: ben, ...agreed, purposes: ["offers"] },
      act,
    });
    down = true;
    const order = { accountId: "acme", addresses: [ben], receivedAt: act.at, act };
    const identity = { method: "page", checkedBy: "desk", checkedAt: act.at };
    await center.consents.confirm("acme", token);
    expect(await center.consents.withdraw({ accountId: "acme", address: ben, purposes: ["news"], act })).toBe(1);
    for (const right of ["withdraw", "object", "restrict"] as const)
      await center.rights.request({ ...order, identity, right });
    await center.suppressions.add({ accountId: "acme", address: ben, reason: "opt-out", act });
    const trail = await center.audit.list({ accountId: "acme" });
    for (const action of ["consent-withdrawn", "rights-requested", "recipient-suppressed"])
      expect(trail.find((entry) => entry.action === action)).toMatchObject({
        actor: "ann",
        details: { authority: "administrator", authorisation: { by: "person" } },
      });
    const asking = center.suppressions.lift("acme", ben, act).catch((error: unknown) => error);
    await pass(1_000);
    expect(await asking).toMatchObject({ code: expect.stringMatching(/^AUTHORITY_/) });
    expect(await center.send(text("a"))).toMatchObject({ accepted: false });
  });

  test("why nobody is asked is kept with every act", async () => {
    const center = await startHost({
      providers: [scriptedProvider().provider],
      authority: { unchecked: "one person's own host" },
    });
    await center.channels.activate(instructionFor(center));
    const [entry] = await center.ledger.audit({ accountId: "acme" });
    expect(JSON.parse(entry?.details ?? "{}")).toMatchObject({
      authorisation: { by: "unchecked", reference: "one person's own host" },
    });
  });
});

test("a stored channel that says it is active without an instruction is not loaded (R4)", async () => {
  const store = testStore();
  const center = await startHost({ store, providers: [scriptedProvider().provider] });
  await center.channels.configure(configuration, act);
  for (const collection of ["channels", "channel-heads"]) {
    const stored = await store.document(collection, "c1");
    const value = JSON.stringify({ ...JSON.parse(stored?.value ?? "{}"), state: "active" });
    await store.commit([{ kind: "document-put", document: { collection, id: "c1", accountId: "acme", value } }]);
  }
  const next = await startHost({ store: store.next(), providers: [scriptedProvider().provider] });
  expect(next.channels.list("acme")).toEqual([]);
  await expect(next.send(text("a"))).rejects.toMatchObject({ code: "CHANNEL_UNKNOWN" });
});

test("a host starts with what channels need to work, and reads what was accepted when a provider is another one", async () => {
  const store = testStore();
  const first = await startHost({ store, providers: [scriptedProvider().provider] });
  await activate(first);
  const later = store.next();
  const reads: string[] = [];
  const read = later.document;
  later.document = (collection, id) => {
    reads.push(`${collection} ${id}`);
    return read(collection, id);
  };
  const center = await startHost({ store: later, providers: [scriptedProvider().provider] });
  expect(await center.send(text("a"))).toMatchObject({ accepted: true });
  expect(reads.filter((one) => one.startsWith("channels"))).toEqual([]);
  await center.providers.upgrade(scriptedProvider({ termsVersion: "2" }).provider, act);
  expect(reads.filter((one) => one.startsWith("channels"))).toEqual(["channels c1", "channels c1"]);
  expect(await center.send(text("a"))).toMatchObject({ refusal: { details: { documents: ["terms 2"] } } });
  await center.providers.upgrade(scriptedProvider().provider, act);
  expect(await center.send(text("a"))).toMatchObject({ accepted: true });
});

test("a channel kept by an earlier version as deactivated is disabled", async () => {
  const store = testStore();
  const center = await startHost({ store, providers: [scriptedProvider().provider] });
  await activate(center);
  const stored = await store.document("channels", "c1");
  const {
    verified: _verified,
    configured: _configured,
    ...old
  } = JSON.parse(stored?.value ?? "{}") as Record<string, unknown>;
  const value = JSON.stringify({ ...old, state: "deactivated" });
  await store.commit([
    { kind: "document-put", document: { collection: "channels", id: "c1", accountId: "acme", value } },
    // It wrote no heads, and nothing that says so.
    { kind: "document-delete", collection: "channel-heads", id: "c1" },
    { kind: "document-delete", collection: "host", id: "channel-heads" },
  ]);
  const next = await startHost({ store: store.next(), providers: [scriptedProvider().provider] });
  expect(stateOf(next)).toBe("disabled");
});
