import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { gate, testStore, type TestStore } from "../__fixtures__/test-store.js";
import type { StoreWrite } from "../ports/store.js";
import type { ContactCenterOptions } from "./contact-center-options.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z"), toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

const order = { accountId: "acme", reason: "the contract ended", act };
const day = (days: number) => vi.setSystemTime(Date.parse("2026-11-21T12:00:00Z") + days * 86_400_000);

async function openHost(
  store: TestStore = testStore(),
  options: Partial<ContactCenterOptions> = {},
  send?: () => unknown,
) {
  const center = await startHost({
    store,
    providers: [scriptedProvider(send === undefined ? {} : { send }).provider],
    ...options,
  });
  if (center.accounts.state("acme") === "active" && center.channels.list("acme").length === 0) {
    await activate(center);
    await activate(center, { accountId: "rival", channelId: "r1" });
  }
  const code = async (changes = {}) => {
    const result = await center.send(text("a", changes));
    return result.accepted ? "accepted" : result.refusal.code;
  };
  return { center, store, code };
}

describe("deleting an account", () => {
  test("takes its data out of everything, keeps the trail, and leaves others theirs", async () => {
    const { center, store, code } = await openHost();
    const messageId = idOf(await center.send(text("hello", { idempotencyKey: "k1" })));
    await center.messages.settled("acme", messageId);
    await center.send(text("later", { notBeforeAt: "2026-12-21T12:00:00Z" }));
    const address = { kind: "phone", value: "+4930123456" } as const;
    const consent = { purposes: ["news"], wording: "yes", method: "form" as const, givenAt: "2026-01-01T00:00:00Z" };
    await center.consents.give({ accountId: "acme", address, ...consent, source: "page", act });
    await center.suppressions.add({ accountId: "acme", address, scope: "email", reason: "opt-out", act });
    const other = idOf(await center.send(text("stays", { accountId: "rival", channelId: "r1" })));
    await center.messages.settled("rival", other);
    await center.accounts.delete(order);
    expect([await center.accounts.deleted("acme"), center.accounts.state("acme")]).toEqual(["deleted", "deleted"]);
    expect(await store.messages({ accountId: "acme", limit: 10 })).toEqual([]);
    expect(await store.collections("acme")).toEqual(["account-states"]);
    expect(() => center.channels.list("acme")).toThrow("ACCOUNT_DELETED");
    const entries = await center.ledger.entries({ accountId: "acme" });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ isErased: true, contentHash: "" });
    expect(entries[0]?.recipients ?? []).toEqual([]);
    const actions = (await center.ledger.audit({ accountId: "acme" })).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(["account-deleting", "account-deleted", "channel-activated"]));
    expect((await center.messages.status("rival", other)).state).toBe("received");
    expect(await code({ accountId: "rival", channelId: "r1" })).toBe("accepted");
    await expect(center.send(text("again"))).rejects.toMatchObject({ code: "CHANNEL_UNKNOWN" });
    await expect(center.accounts.resume(order)).rejects.toMatchObject({ code: "ACCOUNT_DELETED" });
  });

  test("bars its id, also after a restart, until it is given to a new account, which has nothing of the old", async () => {
    const { center, store } = await openHost();
    const address = { kind: "phone", value: "+4930123456" } as const;
    const consent = { accountId: "acme", address, purposes: ["news"], wording: "yes", method: "form" as const };
    const given = { ...consent, givenAt: "2026-01-01T00:00:00Z", source: "page", act };
    await center.consents.give(given);
    await expect(center.accounts.recreate(order)).rejects.toMatchObject({ code: "ACCOUNT_EXISTS" });
    await center.accounts.delete(order);
    await center.accounts.deleted("acme");
    const again = await openHost(store.next());
    const tries: (() => unknown)[] = [
      () => again.center.consents.give(given),
      () => again.center.consents.of("acme", address),
      () => again.center.suppressions.add({ accountId: "acme", address, reason: "opt-out", act }),
      () => again.center.accounts.setPolicy({ accountId: "acme", act, legalBasis: "stated" }),
      () => again.center.ledger.entries({ accountId: "acme", recipient: address }),
    ];
    for (const attempt of tries)
      await expect(Promise.resolve().then(attempt)).rejects.toMatchObject({ code: "ACCOUNT_DELETED" });
    expect(await activate(again.center)).toMatchObject({ activated: false, refusal: { code: "ACCOUNT_DELETED" } });
    expect(await store.collections("acme")).toEqual(["account-states"]);
    await again.center.accounts.recreate(order);
    expect(await again.center.consents.of("acme", address)).toEqual([]);
    expect(await activate(again.center)).toMatchObject({ activated: true });
    expect(await again.code()).toBe("accepted");
    expect((await again.center.ledger.audit({ accountId: "acme", action: "account-recreated" }))[0]).toMatchObject({
      actor: "ann",
    });
    expect(await again.code({ accountId: "rival", channelId: "r1" })).toBe("accepted");
  });

  test.each(["by hand", "with cause"])(
    "takes a block of it %s along: who has the id next is not blocked",
    async (how) => {
      const { center, code } = await openHost();
      if (how === "by hand") await center.accounts.block(order);
      else
        await center.blocks.place({
          ...order,
          subject: { kind: "account" },
          measure: { kind: "block" },
          cause: { kind: "suspicion" },
        });
      expect(await code()).toBe("ACCOUNT_BLOCKED");
      await center.accounts.delete(order);
      await center.accounts.deleted("acme");
      expect(() => center.channels.list("acme")).toThrow("ACCOUNT_DELETED");
      await center.accounts.recreate(order);
      await activate(center);
      expect(await code()).toBe("accepted");
    },
  );

  test("lets a transfer under way end first, and goes on after a crash at any write", async () => {
    const answered = gate();
    const { center, code } = await openHost(testStore(), {}, () =>
      answered.passed.then(() => ({ outcome: "received", providerMessageId: "p1" })),
    );
    await center.send(text("under way"));
    await expect.poll(async () => (await center.messages.list({ accountId: "acme" }))[0]?.state).toBe("accepted");
    await center.accounts.delete(order);
    expect([await center.accounts.deleted("acme"), await code()]).toEqual(["deleting", "ACCOUNT_DELETED"]);
    answered.open();
    await expect.poll(() => center.accounts.deleted("acme")).toBe("deleted");

    for (let at = 1; ; at += 1) {
      const first = await openHost();
      await first.center.messages.settled("acme", idOf(await first.center.send(text("hello"))));
      const before = first.store.groups.length;
      first.store.fate = () => (first.store.groups.length - before > at ? new Promise(() => undefined) : "commit");
      await first.center.accounts.delete(order);
      await expect
        .poll(() => first.store.groups.length - before > at || first.center.accounts.state("acme") === "deleted")
        .toBe(true);
      if (first.store.groups.length - before <= at) break;
      const again = await openHost(first.store.next());
      expect([at, await again.center.accounts.deleted("acme")]).toEqual([at, "deleted"]);
      expect(await again.store.messages({ accountId: "acme", limit: 10 })).toEqual([]);
    }
  });

  test("needs an act, a reason, and the host's word", async () => {
    const authorise = ({ action }: { action: string }) => ({ authorised: action !== "delete-account" });
    const { center } = await openHost(testStore(), { authority: { authorise } });
    await expect(center.accounts.delete(order)).rejects.toMatchObject({ code: "AUTHORITY_REFUSED" });
    await expect(center.accounts.suspend({ ...order, reason: "" })).rejects.toMatchObject({
      code: "INSTRUCTION_INVALID",
    });
    expect(center.accounts.state("acme")).toBe("active");
  });
});

describe("blocking an account by hand", () => {
  const writesBlock = (group: readonly StoreWrite[]) =>
    group.some((write) => write.kind === "document-put" && write.document.collection === "accounts");

  test("stands when an unblocking that was asked for before becomes durable after it, and over a restart", async () => {
    const { center, store, code } = await openHost();
    await center.accounts.block(order);
    const slow = gate();
    store.fate = () => slow.passed;
    const unblocked = center.accounts.unblock(order);
    await expect.poll(() => store.underWay).toBe(1);
    const blocked = center.accounts.block(order);
    slow.open();
    await Promise.all([unblocked, blocked]);
    expect(await code()).toBe("ACCOUNT_BLOCKED");
    expect(await (await openHost(store.next())).code()).toBe("ACCOUNT_BLOCKED");
  });

  test("that could not be made durable does not stand; one that stood before still does", async () => {
    const { center, store, code } = await openHost();
    store.fate = (group) => (writesBlock(group) ? "fail" : "commit");
    await expect(center.accounts.block(order)).rejects.toMatchObject({ name: "StoreError" });
    expect(await code()).toBe("accepted");
    store.fate = () => "commit";
    await center.accounts.block(order);
    store.fate = (group) => (writesBlock(group) ? "fail" : "commit");
    await expect(center.accounts.block(order)).rejects.toMatchObject({ name: "StoreError" });
    expect(await code()).toBe("ACCOUNT_BLOCKED");
    store.fate = () => "commit";
    await center.accounts.unblock(order);
    expect(await code()).toBe("accepted");
  });
});

describe("retention", () => {
  test("keeps a suspended account for 50 days, also over a restart, then deletes it", async () => {
    const { center, store, code } = await openHost();
    await center.accounts.suspend(order);
    expect(await code()).toBe("ACCOUNT_SUSPENDED");
    day(49);
    const again = await openHost(store.next());
    await again.center.accounts.sweep();
    expect([again.center.accounts.state("acme"), await again.code()]).toEqual(["suspended", "ACCOUNT_SUSPENDED"]);
    day(50);
    await again.center.accounts.sweep();
    expect(again.center.accounts.state("acme")).toBe("deleted");
    expect(again.center.accounts.state("rival")).toBe("active");
  });

  test("a suspension counts at once, taking up again only once it is durable", async () => {
    const { center, store, code } = await openHost();
    let kept = gate();
    store.fate = () => kept.passed;
    const suspending = center.accounts.suspend(order);
    await settle();
    expect(await code()).toBe("ACCOUNT_SUSPENDED");
    kept.open();
    await suspending;
    kept = gate();
    const resuming = center.accounts.resume(order);
    await settle();
    expect(await code()).toBe("ACCOUNT_SUSPENDED");
    kept.open();
    await resuming;
    expect(await code()).toBe("accepted");
  });

  test("a suspended account that is taken up again keeps everything, and sends what was held", async () => {
    const { center, code } = await openHost();
    await center.accounts.suspend(order);
    await center.accounts.resume(order);
    day(80);
    await center.accounts.sweep();
    expect([center.accounts.state("acme"), await code()]).toEqual(["active", "accepted"]);
  });

  test("archives a free account after 30 days without anything, and deletes it 15 days later; a used or paying one stays", async () => {
    const plans = { free: { limits: [] }, paid: { limits: [] } };
    const options = { fairUse: { plans, defaultPlan: "free" }, retention: { freePlans: ["free"] } };
    const { center, code } = await openHost(testStore(), options);
    await activate(center, { accountId: "payer", channelId: "p1" });
    await center.accounts.setPolicy({ accountId: "payer", act, plan: "paid" });
    await center.accounts.sweep();
    day(29);
    expect(await code({ accountId: "rival", channelId: "r1" })).toBe("accepted");
    await settle();
    day(30);
    await center.accounts.sweep();
    const states = () => ["acme", "rival", "payer"].map((accountId) => center.accounts.state(accountId));
    expect([states(), await code()]).toEqual([["archived", "active", "active"], "ACCOUNT_ARCHIVED"]);
    day(44);
    await center.accounts.sweep();
    expect(states()).toEqual(["archived", "active", "active"]);
    day(45);
    await center.accounts.sweep();
    expect(states()).toEqual(["deleted", "active", "active"]);
  });

  test("does not delete an account that is being taken up again", async () => {
    const { center, store, code } = await openHost();
    await center.accounts.suspend(order);
    day(50);
    const kept = gate();
    store.fate = () => kept.passed;
    const resuming = center.accounts.resume(order);
    await expect.poll(() => store.underWay).toBe(1);
    const swept = center.accounts.sweep();
    kept.open();
    await Promise.all([resuming, swept]);
    expect([center.accounts.state("acme"), await code()]).toEqual(["active", "accepted"]);
  });

  test("counts nothing against an account that comes back to a free plan from a paid one", async () => {
    const plans = { free: { limits: [] }, paid: { limits: [] } };
    const options = { fairUse: { plans, defaultPlan: "free" }, retention: { freePlans: ["free"] } };
    const { center, store } = await openHost(testStore(), options);
    await center.accounts.sweep();
    await center.accounts.setPolicy({ accountId: "acme", act, plan: "paid" });
    day(1);
    await center.accounts.sweep();
    day(90);
    const again = await openHost(store.next(), options);
    await again.center.accounts.setPolicy({ accountId: "acme", act, plan: null });
    await again.center.accounts.sweep();
    expect(again.center.accounts.state("acme")).toBe("active");
    day(120);
    await again.center.accounts.sweep();
    expect(again.center.accounts.state("acme")).toBe("archived");
  });

  test("is as the host says", async () => {
    const { center } = await openHost(testStore(), { retention: { suspendedDays: 2 } });
    await center.accounts.suspend(order);
    day(2);
    await center.accounts.sweep();
    expect(center.accounts.state("acme")).toBe("deleted");
    await expect(startHost({ retention: { suspendedDays: 0 } })).rejects.toMatchObject({ code: "OPTION_INVALID" });
  });
});
