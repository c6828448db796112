import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { scriptedProvider, type ScriptedProviderOptions } from "../__fixtures__/scripted-provider.js";
import { act, activate, startHost } from "../__fixtures__/start-host.js";
import { errorCatalog } from "../spec/errors/error-catalog.js";
import type { ContactCenter } from "./contact-center.js";

const template = { name: "order", language: "en", status: "approved", parameters: { header: 0, body: 2 } } as const;
const bytes = new TextEncoder().encode("a picture");
const offers: NonNullable<ScriptedProviderOptions["offers"]> = {
  templates: {
    doListTemplates: async (page) =>
      page === undefined ? { templates: [template], next: "2" } : { templates: [{ ...template, language: "de" }] },
  },
  media: { doDownload: async ({ mediaId }) => ({ bytes, contentType: "image/png", filename: mediaId }) },
  conversationSignals: { signals: ["read"], doSignal: async () => undefined },
  webhookRegistration: { doRegister: async ({ url }) => ({ registrationId: `at ${url}` }) },
};
const calls: Record<string, (center: ContactCenter, accountId?: string) => Promise<unknown>> = {
  "templates.list": (center, account = "acme") => center.templates.list(account, "c1"),
  "media.download": (center, account = "acme") => center.media.download(account, "c1", "m1"),
  "conversations.signal": (center, accountId = "acme") =>
    center.conversations.signal({ accountId, channelId: "c1", signal: "read", providerMessageId: "p1" }),
  "channels.registerWebhook": (center, account = "acme") =>
    center.channels.registerWebhook(account, "c1", { url: "https://acme.example/webhooks/c1", act }),
};
const names = Object.keys(calls);

async function openHost(changed: NonNullable<ScriptedProviderOptions["offers"]> = offers) {
  const center = await startHost({ providers: [scriptedProvider({ offers: changed }).provider] });
  await activate(center);
  return center;
}

test("what a provider offers beside sending is there for its account", async () => {
  const center = await openHost();
  expect(await calls["templates.list"]?.(center)).toEqual([template, { ...template, language: "de" }]);
  expect(await calls["media.download"]?.(center)).toEqual({ bytes, contentType: "image/png", filename: "m1" });
  await expect(calls["conversations.signal"]?.(center)).resolves.toBeUndefined();
  expect(await calls["channels.registerWebhook"]?.(center)).toEqual({
    registrationId: "at https://acme.example/webhooks/c1",
  });
  expect(await center.ledger.audit({ accountId: "acme", action: "webhook-registered" })).toMatchObject([
    { actor: "ann", subject: "c1" },
  ]);
});

describe.each(names)("%s", (name) => {
  const call = async (center: ContactCenter, accountId?: string) => calls[name]?.(center, accountId);

  test("does not exist for another account", async () => {
    await expect(call(await openHost(), "rival")).rejects.toMatchObject({ code: "CHANNEL_UNKNOWN" });
  });

  test("is refused by what refuses the channel's messages", async () => {
    const center = await openHost();
    await center.accounts.block({ accountId: "acme", act, reason: "a complaint" });
    await expect(call(center)).rejects.toMatchObject({
      code: "CHANNEL_REFUSED",
      details: { refusal: "ACCOUNT_BLOCKED" },
    });
    await center.accounts.unblock({ accountId: "acme", act, reason: "refuted" });
    await center.channels.deactivate("acme", "c1", act);
    await expect(call(center)).rejects.toMatchObject({
      code: "CHANNEL_REFUSED",
      details: { refusal: "CHANNEL_INACTIVE" },
    });
  });

  test("says which capability a provider has not", async () => {
    const failure: unknown = await call(await openHost({})).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "CAPABILITY_MISSING" });
    // It is who asked that can do something about it: no plugin is at fault (R7).
    expect(errorCatalog.CAPABILITY_MISSING.party).toBe("caller");
  });
});

describe("a plugin", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("that throws what it handled tells only the class of its error", async () => {
    const fail = () => Promise.reject(new TypeError("token sk-secret of +4930123456"));
    const center = await openHost({ ...offers, media: { doDownload: fail } });
    const failure = await center.media.download("acme", "c1", "m1").catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "CAPABILITY_FAILED", details: { capability: "media", error: "TypeError" } });
    expect(JSON.stringify(failure) + String(failure) + String((failure as Error).cause)).not.toMatch(/secret|4930/);
  });

  test("that answers nonsense, never answers, or lacks the one signal asked for is told apart", async () => {
    const nonsense = await openHost({ ...offers, media: { doDownload: async () => ({ bytes: "x" }) as never } });
    await expect(nonsense.media.download("acme", "c1", "m1")).rejects.toMatchObject({ code: "CAPABILITY_FAILED" });
    const silent = await openHost({ ...offers, media: { doDownload: () => new Promise(() => undefined) } });
    const waiting = expect(silent.media.download("acme", "c1", "m1")).rejects.toMatchObject({
      code: "CAPABILITY_FAILED",
      details: { timeoutMs: 60_000 },
    });
    await vi.advanceTimersByTimeAsync(60_001);
    await waiting;
    const typing = { accountId: "acme", channelId: "c1", signal: "typing", providerMessageId: "p1" } as const;
    await expect(silent.conversations.signal(typing)).rejects.toMatchObject({ code: "CAPABILITY_MISSING" });
  });

  const silent = { ...offers, media: { doDownload: () => new Promise<never>(() => undefined) } };

  test("that never answers keeps nobody waiting when the host closes", async () => {
    const center = await openHost(silent);
    const waiting = expect(center.media.download("acme", "c1", "m1")).rejects.toMatchObject({ code: "HOST_CLOSED" });
    await vi.advanceTimersByTimeAsync(1);
    await center.close();
    await waiting;
    // Nor the process that would end.
    expect(vi.getTimerCount()).toBe(0);
  });

  test("that never answers keeps nobody waiting when its provider is disabled, or its channel is deactivated", async () => {
    const disabled = await openHost(silent);
    const left = expect(disabled.media.download("acme", "c1", "m1")).rejects.toMatchObject({
      code: "PROVIDER_DISABLED",
    });
    await vi.advanceTimersByTimeAsync(1);
    await disabled.providers.disable("scripted", act);
    await left;
    const inactive = await openHost(silent);
    const halted = expect(inactive.media.download("acme", "c1", "m1")).rejects.toMatchObject({
      code: "CHANNEL_REFUSED",
    });
    await vi.advanceTimersByTimeAsync(1);
    await inactive.channels.deactivate("acme", "c1", act);
    await halted;
  });
});
