import "reflect-metadata";
import { expect, test } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { act, startHost } from "../__fixtures__/start-host.js";
import { testStore } from "../__fixtures__/test-store.js";

test("everything that is done to a provider is in the host's trail: who, by what authority, when, what (R3, R22)", async () => {
  const center = await startHost();
  await center.providers.add(scriptedProvider().provider, { ...act, reference: "order-7" });
  await center.providers.upgrade(scriptedProvider({ version: "2.0.0" }).provider, act);
  await center.providers.disable("scripted", act);
  await center.providers.enable("scripted", { ...act, actor: "bob", authority: "delegate" });
  await center.providers.remove("scripted", act);
  const said = { authority: "administrator", at: act.at };
  expect(await center.audit.ofHost()).toMatchObject([
    {
      actor: "ann",
      action: "provider-added",
      subject: "scripted",
      details: { ...said, authorityReference: "order-7" },
    },
    {
      actor: "ann",
      action: "provider-upgraded",
      subject: "scripted",
      details: { ...said, from: "1.0.0", to: "2.0.0" },
    },
    { actor: "ann", action: "provider-disabled", subject: "scripted", details: said },
    { actor: "bob", action: "provider-enabled", subject: "scripted", details: { authority: "delegate" } },
    { actor: "ann", action: "provider-removed", subject: "scripted", details: said },
  ]);
  expect(await center.audit.ofHost({ action: "provider-removed" })).toHaveLength(1);
});

test("without a whole act nothing is done to a provider", async () => {
  const { provider } = scriptedProvider();
  const center = await startHost({ providers: [provider] });
  const nobody = { ...act, actor: "" };
  const { providers } = center;
  for (const attempt of [
    () => providers.add(scriptedProvider({ manifest: { id: "other" } }).provider, nobody),
    () => providers.upgrade(scriptedProvider({ version: "2.0.0" }).provider, nobody),
    () => providers.disable("scripted", nobody),
    () => providers.enable("scripted", undefined as never),
    () => providers.remove("scripted", nobody),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "INSTRUCTION_INVALID" });
  expect(providers.list()).toEqual([{ manifest: provider.manifest, enabled: true }]);
  expect(await center.audit.ofHost()).toEqual([]);
});

test("no account reads the host's trail, and none can have its name", async () => {
  const center = await startHost();
  await center.providers.add(scriptedProvider().provider, act);
  const accountId = "the host";
  const invalid = { code: "OPTION_INVALID" };
  await expect(center.audit.list({ accountId })).rejects.toMatchObject(invalid);
  await expect(center.ledger.audit({ accountId })).rejects.toMatchObject(invalid);
  await expect(center.accounts.setPolicy({ accountId, act, legalBasis: "stated" })).rejects.toMatchObject({
    code: "INSTRUCTION_INVALID",
  });
});

test("what is done to a provider counts at once, and is in the trail when the store is back", async () => {
  const store = testStore();
  const center = await startHost({ store, providers: [scriptedProvider().provider] });
  store.fate = () => "fail";
  const disabling = center.providers.disable("scripted", act);
  expect(center.providers.list()).toMatchObject([{ enabled: false }]);
  store.fate = () => "commit";
  await disabling;
  expect(await center.audit.ofHost()).toMatchObject([{ actor: "ann", action: "provider-disabled" }]);
});
