import type { Store } from "@plugboard/core";
import { batchHeader, leafHash, merkleRoot } from "@plugboard/core/sealing";
import { expect, test } from "vitest";
import { SampleRecords } from "./sample-records.js";
import type { StoreFixture } from "./store-fixture.js";

/** Seals: every entry is under one, they chain, and what is taken out of entries leaves them as they are. */
export function sealSuite(fixture: StoreFixture): void {
  test("every entry is under a seal, and the seals are a chain", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    await store.commit([
      { kind: "ledger-insert", entry: samples.ledgerEntry() },
      { kind: "audit-insert", entry: samples.auditEntry() },
      { kind: "ledger-insert", entry: samples.ledgerEntry({ recipients: [], providerMessageId: "with a space" }) },
    ]);
    await store.seals({ limit: 1 });
    await store.commit([{ kind: "audit-insert", entry: samples.auditEntry() }]);
    await store.seals({ limit: 1 });
    await store.commit([{ kind: "ledger-insert", entry: samples.ledgerEntry() }]);
    const seals = await store.seals({ limit: 10 });
    expect(seals.map(({ header }) => [header.number, header.transfers, header.acts])).toEqual([
      [1, 2, 1],
      [2, 0, 1],
      [3, 1, 0],
    ]);
    let previous = "0".repeat(64);
    for (const { header, hash, leaves } of seals) {
      expect(header.previous).toBe(previous);
      expect(hash).toBe(batchHeader.hash(header));
      expect(header.root).toBe(merkleRoot(leaves));
      expect(await leavesOf(store, header.number)).toEqual(leaves);
      previous = hash;
    }
    expect(await store.sealHashes({ after: 1, limit: 10 })).toEqual(seals.slice(1).map(({ hash }) => hash));
    const [, , third] = await store.ledger({ accountId: "account-1", limit: 10 });
    expect(await store.sealOf("transfer", third!.sequence)).toBe(3);
    expect(seals[2]!.header.firstTransfer).toBe(third!.sequence);
  });

  test("finds the seals under which an account has entries", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    for (const accountId of ["account-1", "account-2", "account-1"]) {
      await store.commit([{ kind: "ledger-insert", entry: samples.ledgerEntry({ accountId }) }]);
      await store.seals({ limit: 1 });
    }
    const found = (await store.seals({ accountId: "account-1", limit: 10 })).map(({ header }) => header.number);
    expect(found).toEqual(expect.arrayContaining([1, 3]));
  });

  test("finds transfers by recipient, among several too, and never another account's", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const [ann, bob] = [samples.reference(1_001), samples.reference(1_002)];
    const entries = [
      samples.ledgerEntry({ openedAtMs: 1, recipients: [ann] }),
      samples.ledgerEntry({ openedAtMs: 2, recipients: [bob] }),
      samples.ledgerEntry({ openedAtMs: 3, recipients: [bob, ann] }),
      samples.ledgerEntry({ openedAtMs: 4, recipients: [ann], accountId: "account-2" }),
      samples.ledgerEntry({ openedAtMs: 5, recipients: [], contentHash: "" }),
    ];
    for (const entry of entries) await store.commit([{ kind: "ledger-insert", entry }]);
    const opened = async (recipient: string, more: object = {}) =>
      (await store.ledger({ accountId: "account-1", recipient, limit: 10, ...more })).map((entry) => entry.openedAtMs);
    expect(await opened(ann)).toEqual([1, 3]);
    expect(await opened(bob)).toEqual([2, 3]);
    expect(await opened(bob, { fromMs: 3 })).toEqual([3]);
    expect(await opened(samples.reference(1_003))).toEqual([]);
    expect(await opened("person")).toEqual([]);
    const all = await store.ledger({ accountId: "account-1", limit: 10 });
    expect(all.map(({ isErased }) => isErased)).toEqual([false, false, false, false]);
  });

  test("a person is taken out of transfers without a trace, and no leaf changes", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const [ann, bob] = [samples.reference(1_001), samples.reference(1_002)];
    await store.commit([
      { kind: "ledger-insert", entry: samples.ledgerEntry({ recipients: [ann] }) },
      { kind: "ledger-insert", entry: samples.ledgerEntry({ recipients: [ann, bob] }) },
    ]);
    const [seal] = await store.seals({ limit: 1 });
    const found = await store.ledger({ accountId: "account-1", recipient: ann, limit: 10 });
    const erase = { kind: "ledger-erase", log: "transfer", recipient: ann } as const;
    await store.commit(found.map(({ sequence }) => ({ ...erase, accountId: "account-2", sequence })));
    expect(await store.ledger({ accountId: "account-1", recipient: ann, limit: 10 })).toHaveLength(2);
    await store.commit(found.map(({ sequence }) => ({ ...erase, accountId: "account-1", sequence })));
    expect(await store.ledger({ accountId: "account-1", recipient: ann, limit: 10 })).toEqual([]);
    const left = await store.ledger({ accountId: "account-1", limit: 10 });
    expect(left.map(({ recipients }) => recipients)).toEqual([[], [bob]]);
    expect(
      left.map(({ contentHash, providerMessageId, isErased }) => [contentHash, providerMessageId, isErased]),
    ).toEqual([
      ["", undefined, true],
      ["", undefined, true],
    ]);
    expect(await store.ledger({ accountId: "account-1", recipient: bob, limit: 10 })).toHaveLength(1);
    expect(await leavesOf(store, 1)).toEqual(seal!.leaves);
    expect(JSON.stringify(await store.sealed(1))).not.toContain(ann);
  });

  test("subject and details of an act can be taken out, and no leaf changes", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    await store.commit([{ kind: "audit-insert", entry: samples.auditEntry({ details: '{"reason":"canary"}' }) }]);
    const [seal] = await store.seals({ limit: 1 });
    const [act] = await store.audit({ accountId: "account-1", limit: 1 });
    await store.commit([{ kind: "ledger-erase", log: "act", accountId: "account-1", sequence: act!.sequence }]);
    const [left] = await store.audit({ accountId: "account-1", limit: 1 });
    expect(left).toMatchObject({ action: act!.action, subject: "", details: "{}", isErased: true });
    expect(await leavesOf(store, 1)).toEqual(seal!.leaves);
    expect(JSON.stringify(await store.sealed(1))).not.toContain("canary");
  });
}

async function leavesOf(store: Store, number: number): Promise<string[]> {
  const { transfers, acts } = await store.sealed(number);
  return [...transfers.map((entry) => leafHash("transfer", entry)), ...acts.map((entry) => leafHash("act", entry))];
}
