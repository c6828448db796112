import { describe, expect, test } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { act, activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { gate, testStore } from "../__fixtures__/test-store.js";
import type { BlockOrder } from "../blocks/block.js";
import { StoreError } from "../spec/errors/store-error.js";
import type { ContactCenterOptions } from "./contact-center-options.js";
import type { HostEventName } from "./host-events.js";

const operator = { ...act, actor: "operator" };
const cause = { kind: "complaint", source: "provider", receivedAt: "2026-11-20T10:00:00Z" } as const;
const order = (changes: Partial<BlockOrder> = {}): BlockOrder => ({
  accountId: "acme",
  subject: { kind: "channel", channelId: "c1" },
  measure: { kind: "block" },
  cause,
  reason: "12 recipients complained",
  act: operator,
  ...changes,
});
const recipient = { kind: "phone", value: "+4930123456" } as const;

async function openHost(options: Partial<ContactCenterOptions> = {}, send?: () => Promise<unknown>) {
  const scripted = scriptedProvider(send === undefined ? {} : { send, limits: { concurrency: 1 } });
  const center = await startHost({ providers: [scripted.provider], ...options });
  if (center.channels.list("acme").length === 0) {
    await activate(center);
    await activate(center, { channelId: "c2" });
    await activate(center, { accountId: "rival", channelId: "r1" });
  }
  const code = async (changes = {}) => {
    const result = await center.send(text("a", changes));
    return result.accepted ? "accepted" : result.refusal.code;
  };
  return { center, scripted, code };
}

describe("a block", () => {
  test("of a channel stops that channel and no other, at once, by rule and by whom", async () => {
    const store = testStore();
    const { center, code } = await openHost({ store });
    const slow = gate();
    store.fate = () => slow.passed;
    const placing = center.blocks.place(order());
    await expect.poll(() => store.underWay).toBe(1);
    // Not durable yet, and refused all the same.
    const asked = center.send(text("a"));
    slow.open();
    expect(await asked).toMatchObject({
      accepted: false,
      refusal: { code: "CHANNEL_BLOCKED", rule: "R20", gate: "block" },
    });
    const { blockId } = await placing;
    expect([await code({ channelId: "c2" }), await code({ accountId: "rival", channelId: "r1" })]).toEqual([
      "accepted",
      "accepted",
    ]);
    await expect(center.media.download("acme", "c1", "m")).rejects.toMatchObject({ code: "CHANNEL_REFUSED" });
    expect(await center.blocks.get("acme", blockId)).toMatchObject({
      reason: "12 recipients complained",
      cause,
      state: "in-force",
    });
    expect(await center.ledger.audit({ accountId: "acme", action: "block-placed" })).toMatchObject([
      { actor: "operator", subject: blockId },
    ]);
  });

  test("of an account stops all its channels, also where `accounts.unblock` is called for it", async () => {
    const { center, code } = await openHost();
    await center.blocks.place(order({ subject: { kind: "account" } }));
    await center.accounts.unblock({ accountId: "acme", act, reason: "we think it is fine" });
    expect([await code(), await code({ channelId: "c2" })]).toEqual(["ACCOUNT_BLOCKED", "ACCOUNT_BLOCKED"]);
    expect(await code({ accountId: "rival", channelId: "r1" })).toBe("accepted");
  });

  test("of a recipient stops every message to them, in other case and among others, and keeps no address", async () => {
    const store = testStore();
    const content = { addressKinds: ["email", "phone"], maxRecipients: 5 };
    const center = await startHost({ store, providers: [scriptedProvider({ content }).provider] });
    await activate(center);
    const address = { kind: "email", value: "Ann@Example.com" } as const;
    await center.blocks.place(order({ subject: { kind: "recipient", address } }));
    const others = { address: recipient };
    const sent = await center.send(
      text("a", { recipients: [others, { address: { kind: "email", value: "ann@example.COM" } }] }),
    );
    expect(sent).toMatchObject({ refusal: { code: "RECIPIENT_BLOCKED", details: { positions: ["1"] } } });
    expect(JSON.stringify(store.groups).toLowerCase()).not.toContain("ann@example.com");
    expect(await center.send(text("a", { recipients: [others] }))).toMatchObject({ accepted: true });
  });

  test("holds what was accepted before, and outlives the process", async () => {
    const store = testStore();
    const first = gate();
    let calls = 0;
    const send = () => {
      calls += 1;
      return calls === 1
        ? first.passed
        : Promise.resolve({ outcome: "received", providerMessageId: `p${String(calls)}` });
    };
    const { center } = await openHost({ store }, send);
    await center.send(text("under way"));
    const waiting = idOf(await center.send(text("waits")));
    await center.blocks.place(order());
    const next = store.next();
    const again = await openHost({ store: next }, send);
    expect(await again.code()).toBe("CHANNEL_BLOCKED");
    await expect.poll(async () => (await again.center.messages.status("acme", waiting)).state).toBe("held");
    expect((await again.center.messages.status("acme", waiting)).code).toBe("CHANNEL_BLOCKED");
    expect(again.scripted.seen.map((one) => one.text)).not.toContain("waits");
  });

  test("that could not be made durable does not stand", async () => {
    const store = testStore();
    const { center, code } = await openHost({ store });
    store.fate = (group) => (group.some((write) => write.kind === "document-put") ? "fail" : "commit");
    await expect(center.blocks.place(order())).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    store.fate = () => "commit";
    expect(await code()).toBe("accepted");
  });
});

test.each([
  ["a block that is lifted", "block"],
  ["an account that is unblocked", "unblock"],
  ["a suspended account that is taken up again", "resume"],
] as const)("%s lets go what it held, also when the process ends before it could", async (_what, kind) => {
  const store = testStore();
  const { center } = await openHost({ store });
  const waiting = idOf(await center.send(text("waits", { notBeforeAt: new Date(Date.now() + 500).toISOString() })));
  const reason = { accountId: "acme", act: operator, reason: "complaints" };
  const blockId = kind === "block" ? (await center.blocks.place(order())).blockId : "";
  if (kind === "unblock") await center.accounts.block(reason);
  if (kind === "resume") await center.accounts.suspend(reason);
  await expect.poll(async () => (await center.messages.status("acme", waiting)).state, { timeout: 5_000 }).toBe("held");
  let next = store;
  // Nothing of the release itself is kept any more.
  store.fate = (group) => {
    if (group.some((write) => write.kind === "message-update")) next = store.next();
    return "commit";
  };
  const fine = { ...reason, reason: "a mistake of ours" };
  if (kind === "block") void center.blocks.decide({ ...fine, blockId, decision: "lifted", messages: "release" });
  if (kind === "unblock") void center.accounts.unblock(fine);
  if (kind === "resume") void center.accounts.resume(fine);
  await expect.poll(() => next).not.toBe(store);
  const again = await openHost({ store: next });
  await expect.poll(async () => (await again.center.messages.status("acme", waiting)).state).toBe("received");
  await expect.poll(() => next.documents({ collection: "release-orders", limit: 10 })).toEqual([]);
});

test("lifting a block is decided though the store cannot be read for what it held, which goes on when it can", async () => {
  const store = testStore();
  const { center, code } = await openHost({ store });
  const waiting = idOf(await center.send(text("waits", { notBeforeAt: new Date(Date.now() + 300).toISOString() })));
  const { blockId } = await center.blocks.place(order());
  const state = async () => (await center.messages.status("acme", waiting)).state;
  await expect.poll(state, { timeout: 5_000 }).toBe("held");
  let failures = 0;
  store.reading = () => (failures++ === 0 ? Promise.reject(new StoreError("STORE_UNAVAILABLE")) : undefined);
  const decision = { accountId: "acme", blockId, decision: "lifted", messages: "release", reason: "seen" } as const;
  expect(await center.blocks.decide({ ...decision, act: operator })).toMatchObject({ state: "lifted" });
  expect(await code()).toBe("accepted");
  await expect.poll(state, { timeout: 5_000 }).toBe("received");
  await expect.poll(() => store.documents({ collection: "release-orders", limit: 10 })).toEqual([]);
});

test("every block of an account is listed, however many there are", async () => {
  const { center } = await openHost();
  const subject = (number: number) =>
    ({ kind: "recipient", address: { kind: "phone", value: `+4930${String(1_000_000 + number)}` } }) as const;
  await Promise.all(
    Array.from({ length: 1_001 }, (_, number) => center.blocks.place(order({ subject: subject(number) }))),
  );
  expect(await center.blocks.list("acme")).toHaveLength(1_001);
});

describe("a limit", () => {
  const limit = { kind: "limit", messages: 2, windowSeconds: 3_600 } as const;

  test.each([
    ["account", { kind: "account" }, ["c2", 0]],
    ["channel", { kind: "channel", channelId: "c1" }, ["c2", 5]],
    ["recipient", { kind: "recipient", address: recipient }, ["c2", 0]],
  ] as const)("of a %s reduces its rate, counted beside the plan", async (_name, subject, [channelId, left]) => {
    const { center, code } = await openHost({
      fairUse: {
        plans: { p: { limits: [{ per: "account", messages: 1_000, windowSeconds: 3_600 }] } },
        defaultPlan: "p",
      },
    });
    const { blockId } = await center.blocks.place(order({ subject, measure: limit }));
    const codes = await Promise.all(Array.from({ length: 5 }, () => code()));
    expect(codes.filter((one) => one === "accepted")).toHaveLength(2);
    expect(codes.filter((one) => one === "FAIR_USE_REDUCED")).toHaveLength(3);
    const others = await Promise.all(Array.from({ length: 5 }, () => code({ channelId })));
    expect(others.filter((one) => one === "accepted")).toHaveLength(left);
    expect(await center.send(text("a", { accountId: "rival", channelId: "r1" }))).toMatchObject({ accepted: true });
    await center.blocks.decide({
      accountId: "acme",
      blockId,
      decision: "lifted",
      messages: "keep",
      reason: "solved",
      act: operator,
    });
    expect(await code()).toBe("accepted");
  });

  test.each(["lifted", "upheld"] as const)("takes back nothing when it is %s: it held nothing", async (decision) => {
    const { center } = await openHost();
    const waits = idOf(await center.send(text("later", { notBeforeAt: new Date(Date.now() + 60_000).toISOString() })));
    const { blockId } = await center.blocks.place(order({ subject: { kind: "account" }, measure: limit }));
    const counted = idOf(await center.send(text("b", { notBeforeAt: new Date(Date.now() + 60_000).toISOString() })));
    const why = { messages: "cancel", reason: "r", act: operator } as const;
    await center.blocks.decide({ accountId: "acme", blockId, decision, ...why });
    for (const id of [waits, counted]) expect((await center.messages.status("acme", id)).state).toBe("accepted");
  });

  test("of a recipient does not count what a hook refused", async () => {
    const { center, code } = await openHost();
    const subject = { kind: "recipient", address: recipient } as const;
    await center.blocks.place(order({ subject, measure: { ...limit, messages: 1 } }));
    const off = center.hook("message-sending", () => ({ refuse: "NO" }), { name: "no" });
    expect(await code()).toBe("HOOK_REFUSED");
    off();
    expect([await code(), await code()]).toEqual(["accepted", "FAIR_USE_REDUCED"]);
  });

  test("outlives the process, with what it counted", async () => {
    const store = testStore();
    const { center, code } = await openHost({ store });
    await center.blocks.place(order({ measure: limit }));
    expect([await code(), await code(), await code()]).toEqual(["accepted", "accepted", "FAIR_USE_REDUCED"]);
    const again = await openHost({ store: store.next() });
    expect(await again.code()).toBe("FAIR_USE_REDUCED");
  });
});

describe("a refutation and a decision", () => {
  test("are on record with who and when; lifting puts held messages on their way", async () => {
    const { center, scripted, code } = await openHost();
    const told: string[] = [];
    for (const name of ["block-placed", "block-refuted", "block-decided"] satisfies HostEventName[])
      center.on(name, () => told.push(name));
    const later = new Date(Date.now() + 60_000).toISOString();
    const waits = idOf(await center.send(text("later", { notBeforeAt: later })));
    const { blockId } = await center.blocks.place(order());
    await center.blocks.refute({
      accountId: "acme",
      blockId,
      statement: "all of them had consented",
      evidence: ["doc-7"],
      act,
    });
    expect(await code()).toBe("CHANNEL_BLOCKED");
    const decided = await center.blocks.decide({
      ...{
        accountId: "acme",
        blockId,
        decision: "lifted",
        messages: "release",
        reason: "evidence seen",
        act: operator,
      },
    });
    expect(decided).toMatchObject({
      state: "lifted",
      refutations: [{ statement: "all of them had consented", evidence: ["doc-7"], act }],
      decisions: [{ decision: "lifted", reason: "evidence seen", act: operator }],
    });
    expect(await code()).toBe("accepted");
    await expect.poll(() => scripted.seen.length).toBe(1);
    expect((await center.messages.status("acme", waits)).state).toBe("accepted");
    expect(told).toEqual(["block-placed", "block-refuted", "block-decided"]);
    const actions = (await center.ledger.audit({ accountId: "acme" })).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(["block-placed", "block-refuted", "block-decided"]));
  });

  test("holds until the decision is durable, and is taken once: what was lifted is neither refuted nor decided again", async () => {
    const store = testStore();
    const { center, code } = await openHost({ store });
    const { blockId } = await center.blocks.place(order());
    const decision = { accountId: "acme", blockId, decision: "lifted", messages: "release", reason: "seen" } as const;
    const kept = gate();
    store.fate = () => kept.passed;
    const deciding = center.blocks.decide({ ...decision, act: operator });
    // By now the decision waits for the store.
    await expect.poll(() => store.underWay).toBe(1);
    expect(await code()).toBe("CHANNEL_BLOCKED");
    kept.open();
    await deciding;
    expect(await code()).toBe("accepted");
    const unknown = { code: "BLOCK_UNKNOWN" };
    await expect(center.blocks.decide({ ...decision, act: operator })).rejects.toMatchObject(unknown);
    const refutation = { accountId: "acme", blockId, statement: "late", evidence: [], act };
    await expect(center.blocks.refute(refutation)).rejects.toMatchObject(unknown);
  });

  test("upholding with cancel takes back what waits for its subject, and nothing else", async () => {
    const content = { addressKinds: ["phone"], maxRecipients: 5 };
    const center = await startHost({ providers: [scriptedProvider({ content }).provider] });
    await activate(center);
    const notBeforeAt = new Date(Date.now() + 3_600_000).toISOString();
    const other = { address: { kind: "phone", value: "+493099" } } as const;
    const ids = [];
    for (const recipients of [[{ address: recipient }], [other], [other, { address: recipient }]])
      ids.push(idOf(await center.send(text("a", { recipients, notBeforeAt }))));
    const { blockId } = await center.blocks.place(order({ subject: { kind: "recipient", address: recipient } }));
    await center.blocks.decide({
      accountId: "acme",
      blockId,
      decision: "upheld",
      messages: "cancel",
      reason: "r",
      act: operator,
    });
    const states = await Promise.all(ids.map(async (id) => (await center.messages.status("acme", id)).state));
    expect(states).toEqual(["cancelled", "accepted", "cancelled"]);
    expect(await center.send(text("a"))).toMatchObject({ refusal: { code: "RECIPIENT_BLOCKED" } });
  });

  test("cannot be got round: not by another account, not by the one who refuted, not by upholding and releasing", async () => {
    const { center, code } = await openHost();
    const { blockId } = await center.blocks.place(order());
    const decide = (changes: object) =>
      center.blocks.decide({
        ...{ accountId: "acme", blockId, decision: "lifted", messages: "release", reason: "r", act: operator },
        ...changes,
      });
    await expect(decide({ accountId: "rival" })).rejects.toMatchObject({ code: "BLOCK_UNKNOWN" });
    await center.blocks.refute({ accountId: "acme", blockId, statement: "no", act });
    for (const actor of [act.actor, ` ${act.actor} `, act.actor.toUpperCase(), `${act.actor}\u200b`])
      await expect(decide({ act: { ...act, actor } })).rejects.toMatchObject({ code: "BLOCK_OWN_CASE" });
    await expect(decide({ decision: "upheld" })).rejects.toMatchObject({ code: "INSTRUCTION_INVALID" });
    await expect(decide({ act: undefined })).rejects.toMatchObject({ code: "INSTRUCTION_INVALID" });
    await expect(center.blocks.place(order({ subject: { kind: "channel", channelId: "r1" } }))).rejects.toMatchObject({
      code: "CHANNEL_UNKNOWN",
    });
    await center.messages.release("acme", "c1", act);
    expect(await code()).toBe("CHANNEL_BLOCKED");
    expect(await center.blocks.list("rival")).toEqual([]);
  });
});
