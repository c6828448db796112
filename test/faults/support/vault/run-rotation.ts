import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeArguments } from "../a/run-host.js";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const WORKLOAD = fileURLToPath(new URL("./rotation-workload.mjs", import.meta.url));
/** A host that has not ended by then hangs. Milliseconds. */
const LONGEST_MS = 600_000;

/** What the host process of a key rotation does. */
export interface RotationOrder {
  readonly mode: "seed" | "rewrap" | "look";
  readonly database: string;
  readonly accounts: number;
  readonly secret: string;
  /** Writes in two steps what has to be one. */
  readonly mutant?: boolean;
}

/** A finished host process. */
export interface RotationRun {
  readonly closed: boolean;
  /** Accounts whose credentials came as they were kept, with the new key alone. */
  readonly right: number;
  readonly keys: string | undefined;
  readonly errors: string;
}

/** Runs one host; `before` is put in front of the command (strace with its options). */
export function runRotation(order: RotationOrder, before: readonly string[] = []): Promise<RotationRun> {
  const command = [...before, process.execPath, ...nodeArguments(), WORKLOAD, JSON.stringify(order)];
  return new Promise((resolve) => {
    const options = { cwd: ROOT, timeout: LONGEST_MS, killSignal: "SIGKILL", maxBuffer: 10_000_000 } as const;
    execFile(command[0] ?? "", command.slice(1), options, (_error, output, errors) => {
      // The last line may be torn by the kill: only whole lines were said.
      const lines = output.split("\n").slice(0, -1);
      const said = (kind: string): string | undefined =>
        lines.find((line) => line.startsWith(`${kind} `))?.slice(kind.length + 1);
      resolve({
        closed: lines.includes("closed"),
        right: Number(said("right") ?? 0),
        keys: said("keys"),
        errors: errors.slice(-2_000),
      });
    });
  });
}

/** How many files of a folder hold the secret, as it is or in base64 or hex, or can be read by others. */
export function openFiles(folder: string, secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Whatever stands before it, of three ways to write it in base64 one has these characters.
  const needles = [secret, bytes.toString("hex"), ...[0, 1, 2].map((skip) => base64Core(bytes.subarray(skip)))];
  return readdirSync(folder).filter((name) => {
    const path = join(folder, name);
    const isOpen = (statSync(path).mode & 0o077) !== 0;
    return isOpen || needles.some((needle) => readFileSync(path).includes(needle));
  });
}

const base64Core = (bytes: Uint8Array): string => {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  return Buffer.from(whole).toString("base64");
};
