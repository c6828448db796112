import { statSync } from "node:fs";
import { join } from "node:path";
import { leafHash, merkleRoot, personReference, transferText } from "@plugboard/core/sealing";
import { verifyDatabase } from "@plugboard/ledger";
import { sqliteStore } from "@plugboard/store-sqlite";
import { peakRssMb } from "../measure/peak-rss.mjs";

const GROUP = 500;
const ACCOUNTS = 20;
const KEY = "k".repeat(43);
const NOON_MS = 1_795_255_200_000;

/** @param {number} number @returns {import("@plugboard/core").LedgerEntry} */
function entryOf(number) {
  const id = String(number).padStart(20, "0");
  return {
    transferId: `trf_${id}`,
    messageId: `msg_${id}`,
    accountId: `account-${Math.floor(number / GROUP) % ACCOUNTS}`,
    channelId: "channel-1",
    providerId: "bench",
    operation: "send-message",
    attempt: 1,
    openedAtMs: NOON_MS + number,
    closedAtMs: NOON_MS + number + 50,
    outcome: "received",
    code: undefined,
    categories: '["recipient-address","message-content"]',
    countries: '{"inTransit":["DE"],"processing":["DE"],"atRest":["DE"],"callbacks":["DE"]}',
    bytesOut: 430,
    contentHash: id.padStart(64, "0"),
    providerMessageId: `provider-${id}`,
    providerReceivedAtMs: NOON_MS + number + 40,
    recipients: [personReference(KEY, "account-1", { kind: "phone", value: `+49${id.slice(-10)}` })],
  };
}

/** CPU microseconds a run of `work`, for so many. @param {number} count @param {(index: number) => unknown} work */
function cpuOf(count, work) {
  for (let index = 0; index < count / 5; index += 1) work(index);
  const before = process.cpuUsage();
  for (let index = 0; index < count; index += 1) work(index);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

/**
 * What the ledger costs: its parts for one entry, one entry through the store, and the verification of all of them.
 * @param {{ directory: string, entries: number }} params
 */
export default async function ledger({ directory, entries }) {
  const path = join(directory, "plugboard.db");
  const store = sqliteStore(path);
  await store.open();
  const before = process.cpuUsage();
  let made = 0;
  const madeBefore = process.cpuUsage();
  const groups = Array.from({ length: Math.ceil(Math.min(entries, 20_000) / GROUP) }, () =>
    Array.from({ length: GROUP }, () => entryOf(made++)),
  );
  const making = process.cpuUsage(madeBefore);
  const makingUs = (making.user + making.system) / made;
  for (let done = 0, number = 0; done < entries; done += GROUP, number += 1) {
    const group = groups[number] ?? Array.from({ length: GROUP }, () => entryOf(made++));
    await store.commit(group.map((entry) => ({ kind: "ledger-insert", entry })));
  }
  const { user, system } = process.cpuUsage(before);
  await store.close();

  const sample = groups.flat();
  const sealed = sample.map((entry) => ({
    owner: entry.messageId,
    head: transferText.head(entry),
    parts: transferText.parts(entry),
  }));
  const referenceUs = cpuOf(100_000, (index) =>
    personReference(KEY, "account-1", { kind: "phone", value: `+49${index}` }),
  );
  const leafUs = cpuOf(100_000, (index) => leafHash("transfer", sealed[index % sealed.length]));
  const leaves = sealed.slice(0, GROUP).map((entry) => leafHash("transfer", entry));
  const treeUs = cpuOf(200, () => merkleRoot(leaves)) / GROUP;

  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const report = verifyDatabase(path);
  const verifyMs = performance.now() - startedAt;
  const cpu = process.cpuUsage(cpuBefore);
  if (!report.verified || report.transfers !== entries) throw new Error("the ledger does not verify");
  return {
    entries,
    storedUs: (user + system) / entries - makingUs,
    referenceUs,
    sealUs: leafUs + treeUs,
    verifyMs,
    verifyUs: (cpu.user + cpu.system) / entries,
    bytesPerEntry: statSync(path).size / entries,
    rssMb: peakRssMb(),
  };
}
