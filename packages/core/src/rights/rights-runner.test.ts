import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ann, bob, consent, mail, openRightsHost, order } from "../__fixtures__/rights-host.js";
import { settle } from "../__fixtures__/settle.js";
import { act, idOf, text } from "../__fixtures__/start-host.js";
import { gate, testStore } from "../__fixtures__/test-store.js";
import type { SubjectRightResult } from "../spec/capabilities/subject-rights.js";
import type { Address } from "../spec/message/address.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z"), toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

const unknown = () => Promise.resolve({ outcome: "unknown", party: "network", code: "TIMEOUT" });

/** A provider that cannot be asked until it is told. */
function provider() {
  let isDown = true;
  return {
    up: () => {
      isDown = false;
    },
    answer: (): SubjectRightResult => {
      if (isDown) throw new Error("not now");
      return { result: "done" };
    },
  };
}

describe("an erasure", () => {
  test("ends although a message may have arrived and its next try is held", async () => {
    const { center } = await openRightsHost({ answer: () => ({ result: "done" }), send: unknown });
    const messageId = idOf(await center.send(text("a")));
    const status = () => center.messages.status("acme", messageId);
    const code = async () => (await status()).code;
    await expect.poll(async () => (await status()).state).toBe("unknown");
    await center.accounts.block({ accountId: "acme", act, reason: "complaints" });
    await expect.poll(code, { timeout: 5_000 }).toBe("ACCOUNT_BLOCKED");
    const { requestId } = await center.rights.request(order());
    expect((await center.rights.carriedOut("acme", requestId)).state).toBe("done");
    await expect(code()).rejects.toMatchObject({ code: "MESSAGE_UNKNOWN" });
  });

  test("takes what came while the provider could not be asked: a message that a hook kept, a late report", async () => {
    const store = testStore();
    const { up, answer } = provider();
    const { center } = await openRightsHost({ store, answer });
    const kept = gate();
    center.hook("message-sending", () => kept.passed.then(() => undefined), { name: "slow" });
    const sending = center.send(text("a"));
    const toBob = center.send(text("b", { recipients: [{ address: bob }] }));
    const { requestId } = await center.rights.request(order());
    await center.rights.carriedOut("acme", requestId);
    kept.open();
    await Promise.all([sending, toBob]);
    await store.commit([
      {
        kind: "inbound-insert",
        record: {
          ...{
            accountId: "acme",
            channelId: "c1",
            source: "webhook",
            contentType: "application/json",
            attributes: "{}",
          },
          ...{
            recordedAtMs: 1,
            attempt: 0,
            dueAtMs: 0,
            finished: "[]",
            code: undefined,
            sequence: 100,
            rawId: "raw_1",
          },
          ...{ deduplicationKey: "k1", body: Buffer.from('{"to":"4930123456"}'), state: "parked" },
        },
      },
    ]);
    up();
    vi.setSystemTime("2026-11-21T13:00:00Z");
    expect((await center.rights.carriedOut("acme", requestId)).state).toBe("done");
    expect(await center.messages.list({ accountId: "acme" })).toHaveLength(1);
    expect(await store.inboundRecord("acme", "raw_1")).toBeUndefined();
  });
});

describe("two erasures at once", () => {
  const states = (requests: readonly { readonly state: string }[]) => requests.map(({ state }) => state);

  test("of two people both end", async () => {
    const { center, sent } = await openRightsHost({ answer: () => ({ result: "done" }) });
    await sent({ recipients: [{ address: ann }, { address: bob }] });
    const both = await Promise.all([ann, bob].map((one) => center.rights.request(order({ addresses: [one] }))));
    const ended = Promise.all(both.map(({ requestId }) => center.rights.carriedOut("acme", requestId)));
    expect(states(await ended)).toEqual(["done", "done"]);
  });

  test("of one person both end, and when one says so nothing of the other names the person", async () => {
    const store = testStore();
    const { up, answer } = provider();
    const { center, sent } = await openRightsHost({ store, answer });
    await sent();
    const [first, second] = await Promise.all([center.rights.request(order()), center.rights.request(order())]);
    await Promise.all([first, second].map(({ requestId }) => center.rights.carriedOut("acme", requestId)));
    up();
    vi.setSystemTime("2026-11-21T13:00:00Z");
    const carriedOut = [first, second].map(({ requestId }) => center.rights.carriedOut("acme", requestId));
    await Promise.race(carriedOut);
    const documents = await store.documents({ collection: "rights-requests", limit: 10 });
    expect(JSON.stringify(documents)).not.toContain(ann.value);
    await Promise.all(carriedOut);
    expect(states(await center.rights.list("acme"))).toEqual(["done", "done"]);
  });

  test("of two people that one message was to: it is gone for the second, who goes on at once", async () => {
    const store = testStore();
    const { center } = await openRightsHost({ store, answer: () => ({ result: "done" }) });
    const recipients = [{ address: ann }, { address: bob }];
    await center.send(text("later", { recipients, notBeforeAt: "2026-11-22T12:00:00Z" }));
    const kept = gate();
    const read = store.message.bind(store);
    let reads = 0;
    store.message = async (...of) => {
      reads += 1;
      if (reads === 1) await kept.passed;
      return read(...of);
    };
    const slow = await center.rights.request(order({ addresses: [bob] }));
    await expect.poll(() => reads).toBe(1);
    const quick = await center.rights.request(order({ addresses: [ann] }));
    await expect.poll(async () => (await center.messages.list({ accountId: "acme" })).length).toBe(0);
    kept.open();
    for (const { requestId } of [slow, quick])
      await expect.poll(async () => (await center.rights.get("acme", requestId)).state).toBe("done");
  });

  test("that share an address: what is left of the other goes on", async () => {
    const store = testStore();
    const tasks: string[] = [];
    const { center, sent } = await openRightsHost({ store });
    center.on("rights-task-created", ({ requestId }) => tasks.push(requestId));
    await sent();
    await sent({ recipients: [{ address: bob }] });
    const [first, second] = await Promise.all([
      center.rights.request(order({ addresses: [ann] })),
      center.rights.request(order({ addresses: [ann, bob] })),
    ]);
    for (const { requestId } of [first, second]) await center.rights.carriedOut("acme", requestId);
    expect(tasks).toHaveLength(2);
    const complete = async ({ requestId }: typeof first) => {
      const { targets } = await center.rights.get("acme", requestId);
      const { targetId = "" } = targets.find(({ kind }) => kind === "provider") ?? {};
      return center.rights.completeTask({ accountId: "acme", requestId, targetId, proof: "letter 7", act });
    };
    expect((await complete(first)).state).toBe("done");
    expect(await center.rights.get("acme", second.requestId)).toMatchObject({ state: "open", addresses: [bob] });
    expect((await complete(second)).state).toBe("done");
    expect(JSON.stringify(await store.documents({ collection: "rights-requests", limit: 10 }))).not.toContain("+49");
  });
});

test("an account is deleted although a message may have arrived and its next try is held", async () => {
  const { center } = await openRightsHost({ send: unknown });
  const messageId = idOf(await center.send(text("a")));
  const order = { accountId: "acme", act, reason: "the contract ended" };
  const status = () => center.messages.status("acme", messageId);
  const code = async () => (await status()).code;
  await expect.poll(async () => (await status()).state).toBe("unknown");
  await center.accounts.suspend(order);
  await expect.poll(code, { timeout: 5_000 }).toBe("ACCOUNT_SUSPENDED");
  await center.accounts.delete(order);
  expect(await center.accounts.deleted("acme")).toBe("deleted");
});

test("a rectification takes what the person objected to along, over a restart too, until it is lifted", async () => {
  const store = testStore();
  const right: Address = { kind: "phone", value: "+4930123457" };
  const toRight = { recipients: [{ address: right }] };
  const { center, code } = await openRightsHost({ store, answer: () => ({ result: "done" }) });
  const objection = await center.rights.request(order({ right: "object", addresses: [ann, mail] }));
  const wrong = order({ right: "rectify", addresses: [ann], rectified: [{ from: ann, to: right }] });
  const { requestId } = await center.rights.request(wrong);
  expect(await center.rights.carriedOut("acme", requestId)).toMatchObject({ state: "done" });
  expect(await code(toRight)).toBe("RECIPIENT_OBJECTED");
  const again = await openRightsHost({ store: store.next() });
  expect([await again.code(toRight), await again.code()]).toEqual(["RECIPIENT_OBJECTED", "RECIPIENT_OBJECTED"]);
  await again.center.rights.lift("acme", objection.requestId, act);
  expect([await again.code(toRight), await again.code()]).toEqual(["accepted", "accepted"]);
});

test("a rectification of nothing but the case of a mail address loses no consent", async () => {
  const { center, code } = await openRightsHost({ answer: () => ({ result: "done" }) });
  await center.consents.give({ accountId: "acme", address: mail, ...consent });
  const to: Address = { kind: "email", value: "Ann@Example.org" };
  await center.suppressions.add({ accountId: "acme", address: mail, reason: "opt-out", act, scope: "email" });
  const { requestId } = await center.rights.request(
    order({ right: "rectify", addresses: [mail], rectified: [{ from: mail, to }] }),
  );
  expect(await center.rights.carriedOut("acme", requestId)).toMatchObject({ state: "done" });
  expect(await center.consents.of("acme", to)).toMatchObject([{ address: to, purposes: ["news"] }]);
  expect(await code({ recipients: [{ address: to }], legalBasis: { basis: "consent", purpose: "news" } })).toBe(
    "accepted",
  );
});

test.each([
  ["block", { kind: "block" }, "RECIPIENT_BLOCKED"],
  ["limit", { kind: "limit", messages: 0, windowSeconds: 60 }, "FAIR_USE_REDUCED"],
] as const)(
  "a %s of the person follows a rectified address, over a restart too, until it is lifted",
  async (_what, measure, refused) => {
    const store = testStore();
    const right: Address = { kind: "phone", value: "+4930123457" };
    const toRight = { recipients: [{ address: right }] };
    const { center, code } = await openRightsHost({ store, answer: () => ({ result: "done" }) });
    const operator = { ...act, actor: "operator" };
    const { blockId } = await center.blocks.place({
      ...{ accountId: "acme", subject: { kind: "recipient", address: ann }, measure, act: operator },
      ...{ cause: { kind: "discretion" }, reason: "they threaten" },
    });
    const { requestId } = await center.rights.request(
      order({ right: "rectify", addresses: [ann], rectified: [{ from: ann, to: right }] }),
    );
    expect(await center.rights.carriedOut("acme", requestId)).toMatchObject({ state: "done" });
    expect([await code(toRight), await code()]).toEqual([refused, refused]);
    const again = await openRightsHost({ store: store.next() });
    expect([await again.code(toRight), await again.code()]).toEqual([refused, refused]);
    expect(await again.center.ledger.audit({ accountId: "acme", action: "block-extended" })).toMatchObject([
      { actor: "ann", subject: blockId },
    ]);
    const decision = { decision: "lifted", messages: "keep", reason: "over", act: operator } as const;
    await again.center.blocks.decide({ accountId: "acme", blockId, ...decision });
    expect([await again.code(toRight), await again.code()]).toEqual(["accepted", "accepted"]);
  },
);

test("a restriction that is lifted is over: a provider that could not be asked is not asked any more", async () => {
  const { up, answer } = provider();
  const { center, asked } = await openRightsHost({ answer });
  const { requestId } = await center.rights.request(order({ right: "restrict", addresses: [ann] }));
  expect((await center.rights.carriedOut("acme", requestId)).state).toBe("open");
  const told: string[] = [];
  center.on("rights-request-closed", (event) => told.push(event.requestId));
  await center.rights.lift("acme", requestId, act);
  up();
  vi.setSystemTime("2026-11-21T13:00:00Z");
  await center.rights.sweep();
  expect(asked).toHaveLength(1);
  expect(await center.rights.get("acme", requestId)).toMatchObject({ state: "done", addresses: [] });
  expect(told).toEqual([requestId]);
});

test("a deadline that passed while the host was down is told once, as overdue, to the first that hears", async () => {
  const store = testStore();
  const first = await openRightsHost({ store });
  await first.sent();
  await first.center.rights.request(order());
  await settle();
  vi.setSystemTime("2026-12-25T10:00:00Z");
  const { center } = await openRightsHost({ store: store.next() });
  await center.rights.sweep();
  const told: string[] = [];
  center.on("rights-request-due", ({ notice }) => told.push(notice));
  for (let time = 0; time < 4; time += 1) await center.rights.sweep();
  expect(told).toEqual(["overdue"]);
});
