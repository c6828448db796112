import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CrashOrder } from "./crash-order.js";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const WORKLOAD = fileURLToPath(new URL("./crash-workload.mjs", import.meta.url));
const PACKAGES = ["core", "store-sqlite", "provider-email", "provider-testkit"];

/** A finished host process. */
export interface HostRun {
  /** `null` when it was killed. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Message id → text, as acknowledged. */
  readonly acknowledged: ReadonlyMap<string, string>;
  /** Message id → state, as a recovery found it. */
  readonly states: ReadonlyMap<string, string>;
  readonly closed: boolean;
  readonly errors: string;
}

export interface RunningHost {
  readonly process: ChildProcess;
  /** Resolves when it can be sent to. */
  readonly ready: Promise<void>;
  readonly ended: Promise<HostRun>;
}

/** Starts a host; `before` is put in front of the command (strace with its options). */
export function startHost(order: CrashOrder, before: readonly string[] = []): RunningHost {
  const command = [...before, process.execPath, ...nodeArguments(), WORKLOAD, JSON.stringify(order)];
  const child = spawn(command[0] ?? "", command.slice(1), { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  let announce: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    announce = resolve;
  });
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    if (output.includes("ready\n")) announce();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4_000);
  });
  const ended = new Promise<HostRun>((resolve) => {
    child.once("close", (code, signal) => {
      announce();
      resolve({ code, signal, ...readOutput(output), errors });
    });
  });
  return { process: child, ready, ended };
}

function readOutput(output: string): Pick<HostRun, "acknowledged" | "states" | "closed"> {
  const acknowledged = new Map<string, string>();
  const states = new Map<string, string>();
  // The last line may be torn by the kill: only whole lines were said.
  const lines = output.split("\n").slice(0, -1);
  for (const line of lines) {
    const [kind, id = "", value = ""] = line.split(" ");
    if (kind === "ack") acknowledged.set(id, value);
    else if (kind === "state") states.set(id, value);
  }
  return { acknowledged, states, closed: lines.includes("closed") };
}

/** From the build when it is newer than the source, since a process then starts in a fraction of the time; else from source. */
function nodeArguments(): string[] {
  return PACKAGES.every((name) => isBuilt(join(ROOT, "packages", name)))
    ? []
    : ["--conditions=@plugboard/source", "--import", "tsx"];
}

function isBuilt(directory: string): boolean {
  const dist = join(directory, "dist");
  return existsSync(dist) && newest(dist) > newest(join(directory, "src"));
}

function newest(directory: string): number {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(0, ...files.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}
