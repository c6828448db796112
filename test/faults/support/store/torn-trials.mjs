// Opens a store with its log damaged, again and again. Plain JavaScript, so that it runs from the build: a store opens in a fraction of the time.
// Prints "try <index>" before and "done <index> <lost> <let in>" after each trial.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { sqliteStore } from "@plugboard/store-sqlite";
import { say } from "../a/say.mjs";

const { path, database, log, lastBegins, groups, driver, trials } = JSON.parse(
  readFileSync(process.argv[2] ?? "", "utf8"),
);
const databaseBytes = readFileSync(database);
const logBytes = readFileSync(log);
const earlier = Array.from({ length: groups - 1 }, (_, index) => index + 1);

function damaged({ kind, atByte }) {
  if (kind === "cut") return logBytes.subarray(0, atByte);
  const copy = Buffer.from(logBytes);
  copy[atByte] ^= 1 << (atByte % 8);
  return copy;
}

/** Groups by number: how many of their documents are there as they were written; a wrong one counts as 100. */
async function open() {
  let report;
  const onRecovery = (found) => (report = found);
  const store = sqliteStore(path, driver === undefined ? { onRecovery } : { onRecovery, driver });
  try {
    await store.open();
    const parts = new Map();
    for (const { id, value } of await store.documents({ collection: "groups", limit: 1_000 })) {
      const [group, part] = id.split("-");
      const points = value === `"${String(part).repeat(200)}"` ? 1 : 100;
      parts.set(Number(group), (parts.get(Number(group)) ?? 0) + points);
    }
    return { parts, report };
  } finally {
    await store.close();
  }
}

async function attempt(damage) {
  writeFileSync(path, databaseBytes, { mode: 0o600 });
  writeFileSync(`${path}-wal`, damaged(damage), { mode: 0o600 });
  let found;
  try {
    found = await open();
  } catch {
    // It did not start: everything earlier is out of reach.
    return { lost: 1, letIn: 0 };
  } finally {
    for (const end of ["", "-wal", "-lock"]) rmSync(path + end, { force: true });
  }
  // Nothing of the damaged group may show, and that it was dropped must be said: all of its bytes, or what a cut left of them.
  const toSay = (damage.kind === "cut" ? damage.atByte : logBytes.length) - lastBegins;
  const isSaid = found.report?.droppedBytes === toSay && found.report.keptGroups === groups - 1;
  const isKept = earlier.every((group) => found.parts.get(group) === 3);
  return { lost: isKept ? 0 : 1, letIn: isSaid && found.parts.size === groups - 1 ? 0 : 1 };
}

for (const [index, damage] of trials.entries()) {
  say(`try ${index}`);
  const { lost, letIn } = await attempt(damage);
  say(`done ${index} ${lost} ${letIn}`);
}
