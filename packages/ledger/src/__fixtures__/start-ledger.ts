import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { type ContactCenter, createContactCenter, ed25519Signer } from "@plugboard/core";
import { SampleRecords } from "@plugboard/provider-testkit";
import { type SqliteStore, sqliteStore } from "@plugboard/store-sqlite";
import { temporaryFolder } from "./temporary-folder.js";

/** A host over a store with a few entries of two accounts, in several batches. */
export interface LedgerFixture {
  readonly path: string;
  readonly folder: string;
  readonly store: SqliteStore;
  readonly center: ContactCenter;
  readonly publicKey: KeyObject;
  readonly samples: SampleRecords;
  /** One batch more. */
  add(accountIds: readonly string[]): Promise<void>;
  /** The store's file is whole only when nobody has it open. */
  close(): Promise<void>;
}

const BATCHES = [["acme", "other", "acme"], ["other"], ["acme", "acme"], ["other", "acme"]];

export async function startLedger(
  batches: readonly (readonly string[])[] = BATCHES,
  folder: string = temporaryFolder(),
): Promise<LedgerFixture> {
  const path = join(folder, "store.db");
  const store = sqliteStore(path);
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const center = await createContactCenter({
    store,
    authority: { unchecked: "a test" },
    ledgerSigner: ed25519Signer(privateKey),
  });
  const samples = new SampleRecords();
  const add = async (accountIds: readonly string[]): Promise<void> => {
    await store.commit(
      accountIds.flatMap((accountId) => [
        { kind: "ledger-insert" as const, entry: samples.ledgerEntry({ accountId }) },
        { kind: "audit-insert" as const, entry: samples.auditEntry({ accountId }) },
      ]),
    );
  };
  for (const accountIds of batches) await add(accountIds);
  return { path, folder, store, center, publicKey, samples, add, close: () => center.close({ graceMs: 0 }) };
}

/** An export as one text. */
export async function textOf(lines: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const line of lines) text += line;
  return text;
}
