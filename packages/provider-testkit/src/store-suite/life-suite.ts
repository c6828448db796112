import { ContactCenterError } from "@plugboard/core/spec";
import { expect, test } from "vitest";
import { SampleRecords } from "./sample-records.js";
import type { StoreFixture } from "./store-fixture.js";

/** Opening, closing, and what is there after opening again. */
export function lifeSuite(fixture: StoreFixture): void {
  test("says that nothing was given a sequence yet", async () => {
    const { opening } = await fixture.openTwice();
    expect(opening).toEqual({ lastMessageSequence: 0, lastInboundSequence: 0 });
  });

  test("closes twice without harm", async () => {
    const store = await fixture.open();
    await store.close();
    await store.close();
  });

  test("waits for the commit in flight before it closes", async () => {
    const store = await fixture.open();
    const commit = store.commit([{ kind: "message-insert", record: new SampleRecords().message() }]);
    await store.close();
    expect(await commit).toEqual([]);
  });

  test.each(["commit", "read"])("refuses a %s after it was closed", async (what) => {
    const store = await fixture.open();
    await store.close();
    const call = what === "commit" ? store.commit([]) : store.queuedChannels("ready");
    const failure: unknown = await call.catch((error: unknown) => error);
    expect(ContactCenterError.isInstance(failure)).toBe(true);
  });

  test("has everything again after it was closed and opened", async ({ skip }) => {
    const { store, reopen } = await fixture.openTwice();
    if (!reopen) return skip("this store keeps nothing");
    const samples = new SampleRecords();
    const waiting = samples.message({ idempotencyKey: "order-1", blobs: [Uint8Array.of(5, 6)] });
    const finished = samples.message();
    const inbound = samples.inbound();
    const document = samples.document();
    await store.commit([
      { kind: "message-insert", record: waiting },
      { kind: "message-insert", record: finished },
      { kind: "inbound-insert", record: inbound },
      { kind: "ledger-insert", entry: samples.ledgerEntry() },
      { kind: "audit-insert", entry: samples.auditEntry() },
      { kind: "document-put", document },
    ]);
    await store.commit([{ kind: "message-update", change: samples.received(finished) }]);

    const { store: again, opening } = await reopen();
    expect(opening).toEqual({ lastMessageSequence: finished.sequence, lastInboundSequence: inbound.sequence });
    const [found] = await again.queuedMessages({ queue: "ready", channelId: "channel-1", limit: 10 });
    expect({ ...found, blobs: found?.blobs.map((blob) => [...blob]) }).toEqual({ ...waiting, blobs: [[5, 6]] });
    expect((await again.message("account-1", finished.messageId))?.state).toBe("received");
    expect((await again.inbound({ state: "recorded", limit: 10 })).map((record) => record.rawId)).toEqual([
      inbound.rawId,
    ]);
    expect(await again.ledger({ accountId: "account-1", limit: 10 })).toHaveLength(1);
    expect(await again.audit({ accountId: "account-1", limit: 10 })).toHaveLength(1);
    expect(await again.document(document.collection, document.id)).toEqual(document);
    const conflicts = await again.commit([
      { kind: "message-insert", record: samples.message({ idempotencyKey: "order-1" }) },
    ]);
    expect(conflicts).toMatchObject([{ index: 0, existingId: waiting.messageId }]);
  });
}
