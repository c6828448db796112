import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeArguments } from "../a/run-host.js";
import { verifyDatabase } from "@plugboard/ledger";
import { sqliteStore } from "@plugboard/store-sqlite";
import { CANARIES, needlesOf, OTHERS } from "./canaries.mjs";
import type { ErasureOrder } from "./erasure-order.js";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const WORKLOAD = fileURLToPath(new URL("./erasure-workload.mjs", import.meta.url));
/** A host that has not ended by then hangs, also on a machine with much else to do. Milliseconds. */
const LONGEST_MS = 600_000;

/** A finished host process. */
export interface ErasureRun {
  readonly closed: boolean;
  /** The request was durable. */
  readonly taken: boolean;
  readonly state: string | undefined;
  /** Canaries in what the host said: log, events, ledger, requests, deliveries. */
  readonly logged: readonly string[];
  /** Messages of the other person that are left. */
  readonly others: number | undefined;
  readonly errors: string;
}

/** Runs one host; `before` is put in front of the command (strace with its options). */
export function runErasure(order: ErasureOrder, before: readonly string[] = []): Promise<ErasureRun> {
  const command = [...before, process.execPath, ...nodeArguments(), WORKLOAD, JSON.stringify(order)];
  return new Promise((resolve) => {
    const options = { cwd: ROOT, timeout: LONGEST_MS, killSignal: "SIGKILL", maxBuffer: 10_000_000 } as const;
    execFile(command[0] ?? "", command.slice(1), options, (error, output, errors) => {
      // The last line may be torn by the kill: only whole lines were said.
      const lines = output.split("\n").slice(0, -1);
      const said = (kind: string): string[] =>
        lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
      resolve({
        closed: lines.includes("closed"),
        taken: said("taken").length > 0,
        state: said("state").at(-1),
        logged: said("logged"),
        others: said("others").map(Number).at(-1),
        errors: error?.killed === true ? `no end within ${String(LONGEST_MS)} ms` : errors.slice(-2_000),
      });
    });
  });
}

/** Whether the ledger in a database still verifies; erased entries included. The killed host's log is moved into the file first. */
export async function holdsLedger(database: string): Promise<boolean> {
  const store = sqliteStore(database);
  await store.open();
  await store.close();
  const { verified, erased } = verifyDatabase(database);
  return verified && erased > 0;
}

/** Which canaries are in any file of a folder, as they lie on the disk; and which words of the other person are not. */
export function readTraces(folder: string): { readonly left: string[]; readonly missing: string[] } {
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  const isThere = (words: string): boolean =>
    needlesOf(words).some((needle: string) => files.some((bytes) => bytes.includes(needle)));
  const left = Object.entries(CANARIES).flatMap(([name, words]) => (isThere(words) ? [name] : []));
  const missing = Object.entries(OTHERS).flatMap(([name, words]) => (isThere(words) ? [] : [name]));
  return { left, missing };
}
