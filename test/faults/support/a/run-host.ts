import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CrashOrder } from "./crash-order.js";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const WORKLOAD = fileURLToPath(new URL("./crash-workload.mjs", import.meta.url));
const PACKAGES = ["core", "store-sqlite", "provider-email", "provider-testkit", "http-adapters"];

/** A host that has not ended by then hangs, also on a machine with much else to do. Milliseconds. */
const LONGEST_MS = 600_000;

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
    const timer = setTimeout(() => child.kill("SIGKILL"), LONGEST_MS);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
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

/** Builds what has changed since the last build: under strace, a host that is compiled while it starts takes minutes. */
export function ensureBuilt(): void {
  for (const name of PACKAGES)
    if (!isBuilt(join(ROOT, "packages", name)))
      execFileSync("npm", ["run", "--silent", "build", "-w", `@plugboard/${name}`], { cwd: ROOT, stdio: "ignore" });
}

/** From the build when it is newer than the source, since a process then starts in a fraction of the time; else from source. */
export function nodeArguments(): string[] {
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
