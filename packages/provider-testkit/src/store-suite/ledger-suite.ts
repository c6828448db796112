import { expect, test } from "vitest";
import { SampleRecords } from "./sample-records.js";
import type { StoreFixture } from "./store-fixture.js";

/** Ledger and audit trail: appended, numbered, filtered, never another account's. */
export function ledgerSuite(fixture: StoreFixture): void {
  test("gives ledger entries back as they were, oldest first, with rising sequences", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const entries = [
      samples.ledgerEntry(),
      samples.ledgerEntry({
        outcome: "refused",
        code: "E7",
        providerMessageId: undefined,
        providerReceivedAtMs: undefined,
      }),
    ];
    await store.commit(entries.map((entry) => ({ kind: "ledger-insert", entry })));
    const found = await store.ledger({ accountId: "account-1", limit: 10 });
    expect(found.map(({ sequence: _sequence, isErased: _isErased, ...entry }) => entry)).toEqual(entries);
    expect(found[1]!.sequence).toBeGreaterThan(found[0]!.sequence);
  });

  test("filters the ledger by message, channel, provider and time of opening", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const entries = [
      samples.ledgerEntry({ openedAtMs: 100, messageId: "msg_a" }),
      samples.ledgerEntry({ openedAtMs: 200, messageId: "msg_a", channelId: "channel-2" }),
      samples.ledgerEntry({ openedAtMs: 300, messageId: "msg_b", providerId: "other" }),
      samples.ledgerEntry({ openedAtMs: 400, messageId: "msg_a", accountId: "account-2" }),
    ];
    await store.commit(entries.map((entry) => ({ kind: "ledger-insert", entry })));
    const opened = async (query: object) =>
      (await store.ledger({ accountId: "account-1", limit: 10, ...query })).map((entry) => entry.openedAtMs);
    expect(await opened({})).toEqual([100, 200, 300]);
    expect(await opened({ messageId: "msg_a" })).toEqual([100, 200]);
    expect(await opened({ messageId: "msg_a", channelId: "channel-2" })).toEqual([200]);
    expect(await opened({ channelId: "channel-1" })).toEqual([100, 300]);
    expect(await opened({ providerId: "other" })).toEqual([300]);
    expect(await opened({ fromMs: 200, toMs: 300 })).toEqual([200]);
    expect(await opened({ messageId: "msg_a", fromMs: 101 })).toEqual([200]);
    expect(await opened({ accountId: "account-3" })).toEqual([]);
  });

  test("pages through the ledger by sequence, filtered or not", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const entries = Array.from({ length: 9 }, (_, index) =>
      samples.ledgerEntry({ openedAtMs: index, providerId: index % 3 === 0 ? "acme" : "other" }),
    );
    await store.commit(entries.map((entry) => ({ kind: "ledger-insert", entry })));
    const first = await store.ledger({ accountId: "account-1", providerId: "acme", limit: 2 });
    expect(first.map((entry) => entry.openedAtMs)).toEqual([0, 3]);
    const rest = await store.ledger({
      accountId: "account-1",
      providerId: "acme",
      after: first[1]!.sequence,
      limit: 2,
    });
    expect(rest.map((entry) => entry.openedAtMs)).toEqual([6]);
  });

  test("gives audit entries back by account and action, oldest first, in pages", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const entries = [
      samples.auditEntry(),
      samples.auditEntry({ action: "message-refused" }),
      samples.auditEntry({ accountId: "account-2" }),
      samples.auditEntry(),
    ];
    await store.commit(entries.map((entry) => ({ kind: "audit-insert", entry })));
    const all = await store.audit({ accountId: "account-1", limit: 10 });
    expect(all.map(({ sequence: _sequence, isErased: _isErased, ...entry }) => entry)).toEqual([
      entries[0],
      entries[1],
      entries[3],
    ]);
    const refused = await store.audit({ accountId: "account-1", action: "message-refused", limit: 10 });
    expect(refused.map((entry) => entry.subject)).toEqual([entries[1]!.subject]);
    const rest = await store.audit({ accountId: "account-1", after: all[0]!.sequence, limit: 1 });
    expect(rest.map((entry) => entry.subject)).toEqual([entries[1]!.subject]);
  });
}
