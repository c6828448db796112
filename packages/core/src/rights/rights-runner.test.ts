import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ann, bob, mail, openRightsHost, order } from "../__fixtures__/rights-host.js";
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
