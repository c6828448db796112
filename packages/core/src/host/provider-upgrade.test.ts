import "reflect-metadata";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { gate } from "../__fixtures__/test-store.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("an upgrade opens the channels in use with the new version, and lets transfers of the old one end", async () => {
  const under = gate();
  const old = scriptedProvider({ send: () => under.passed.then(() => received("by-the-old")) });
  const center = await startHost({ providers: [old.provider] });
  const told: unknown[] = [];
  center.on("provider-upgraded", (event) => told.push(event));
  await activate(center);
  const first = idOf(await center.send(text("under way")));
  await settle();
  const renewed = scriptedProvider({ version: "2.0.0" });
  const upgrading = center.providers.upgrade(renewed.provider, act);
  await settle();
  const second = idOf(await center.send(text("after")));
  await settle();
  expect([renewed.opened, renewed.seen.map((one) => one.text), old.closed]).toEqual([1, ["after"], 0]);
  under.open();
  await settle();
  await upgrading;
  expect(old.closed).toBe(1);
  expect(await center.messages.status("acme", first)).toMatchObject({
    state: "received",
    providerMessageId: "by-the-old",
  });
  expect(await center.messages.status("acme", second)).toMatchObject({ state: "received" });
  expect(told).toEqual([{ providerId: "scripted", from: "1.0.0", to: "2.0.0" }]);
});

test("an upgrade that cannot open a channel changes nothing: the instance of before was never closed", async () => {
  const old = scriptedProvider();
  const center = await startHost({ providers: [old.provider] });
  await activate(center);
  await center.send(text("a"));
  await settle();
  const broken = scriptedProvider({
    version: "2.0.0",
    opening: () => {
      throw new TypeError("secret-canary");
    },
  });
  await expect(center.providers.upgrade(broken.provider, act)).rejects.toMatchObject({ code: "PROVIDER_OPEN_FAILED" });
  await center.send(text("b"));
  await settle();
  expect([old.opened, old.closed, old.seen.map((one) => one.text)]).toEqual([1, 0, ["a", "b"]]);
  expect(center.providers.list()).toMatchObject([{ manifest: { version: "1.0.0" } }]);
});

test("an upgrade that asks for new terms holds what comes until they are accepted (R5)", async () => {
  const center = await startHost({ providers: [scriptedProvider().provider] });
  await activate(center);
  await center.send(text("a"));
  await settle();
  const renewed = scriptedProvider({ version: "2.0.0", termsVersion: "2" });
  await center.providers.upgrade(renewed.provider, act);
  expect(await center.send(text("b"))).toMatchObject({ accepted: false, refusal: { code: "TERMS_OUTDATED" } });
  expect(renewed.opened).toBe(0);
});

test("a disabled provider stays disabled through an upgrade", async () => {
  const center = await startHost({ providers: [scriptedProvider().provider] });
  await center.providers.disable("scripted", act);
  await center.providers.upgrade(scriptedProvider({ version: "2.0.0" }).provider, act);
  expect(center.providers.list()).toMatchObject([{ manifest: { version: "2.0.0" }, enabled: false }]);
});

test("only a registered provider can be upgraded", async () => {
  const center = await startHost({});
  await expect(center.providers.upgrade(scriptedProvider().provider, act)).rejects.toMatchObject({
    code: "PROVIDER_UNKNOWN",
  });
});

describe("what comes during an upgrade that still opens channels counts", () => {
  const upgradingTo = async (version: string) => {
    const opening = gate();
    const old = scriptedProvider();
    const renewed = scriptedProvider({ version, opening: () => opening.passed });
    const center = await startHost({ providers: [old.provider] });
    await activate(center);
    await center.send(text("before"));
    await settle();
    const upgrading = center.providers.upgrade(renewed.provider, act).catch((error: unknown) => error);
    await settle();
    return { center, old, renewed, opening, upgrading };
  };

  test.each(["disabled", "removed"])("%s: nothing goes out, and no instance is left open", async (how) => {
    const { center, old, renewed, opening, upgrading } = await upgradingTo("2.0.0");
    const ending =
      how === "disabled" ? center.providers.disable("scripted", act) : center.providers.remove("scripted", act);
    await settle();
    opening.open();
    expect(await upgrading).toMatchObject({ code: "PROVIDER_DISABLED" });
    await ending;
    expect(await center.send(text("after"))).toMatchObject({
      accepted: false,
      refusal: { code: "PROVIDER_UNAVAILABLE" },
    });
    await settle();
    expect([old.seen.length, old.closed, renewed.seen.length, renewed.opened - renewed.closed]).toEqual([1, 1, 0, 0]);
  });

  test("upgraded again: the later version stays", async () => {
    const { center, old, renewed, opening, upgrading } = await upgradingTo("2.0.0");
    const latest = scriptedProvider({ version: "3.0.0" });
    await center.providers.upgrade(latest.provider, act);
    await center.send(text("after"));
    await settle();
    opening.open();
    expect(await upgrading).toMatchObject({ code: "PROVIDER_DISABLED" });
    await center.send(text("later"));
    await settle();
    expect(center.providers.list()).toMatchObject([{ manifest: { version: "3.0.0" } }]);
    expect(latest.seen.map((one) => one.text)).toEqual(["after", "later"]);
    expect([old.closed, renewed.closed, latest.closed]).toEqual([1, 1, 0]);
  });
});
