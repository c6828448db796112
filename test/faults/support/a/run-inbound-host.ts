import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { InboundOrder } from "./inbound-order.js";
import { nodeArguments } from "./run-host.js";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const WORKLOAD = fileURLToPath(new URL("./inbound-workload.mjs", import.meta.url));
/** A host that has not ended by then hangs, also on a machine with much else to do. Milliseconds. */
const LONGEST_MS = 600_000;

/** A host process that takes webhooks. */
export interface InboundHost {
  /** Where it listens; nothing when it ended before. */
  readonly port: Promise<number | undefined>;
  /** Event ids its handler was shown, by the provider's id of the message; grows while it runs. */
  readonly shown: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether it came to its end by itself. */
  readonly ended: Promise<{ readonly closed: boolean; readonly errors: string }>;
  readonly processId: number | undefined;
  /** Lets it finish. */
  stop(): void;
}

/** Starts a host; `before` is put in front of the command (strace with its options). */
export function startInboundHost(order: InboundOrder, before: readonly string[] = []): InboundHost {
  const command = [...before, process.execPath, ...nodeArguments(), WORKLOAD, JSON.stringify(order)];
  const child = spawn(command[0] ?? "", command.slice(1), {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const shown = new Map<string, Set<string>>();
  let rest = "";
  let errors = "";
  let closed = false;
  let announce: (port: number | undefined) => void = () => undefined;
  const port = new Promise<number | undefined>((resolve) => {
    announce = resolve;
  });
  child.stdout.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [kind, first = "", second = ""] = line.split(" ");
      if (kind === "port") announce(Number(first));
      else if (kind === "closed") closed = true;
      else if (kind === "shown") shown.set(second, (shown.get(second) ?? new Set()).add(first));
    }
  });
  child.stderr.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4_000)));
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch (error) {
      // Already gone, which is what was wanted.
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  };
  const ended = new Promise<{ closed: boolean; errors: string }>((resolve) => {
    const timer = setTimeout(() => signal("SIGKILL"), LONGEST_MS);
    child.once("close", () => {
      clearTimeout(timer);
      announce(undefined);
      resolve({ closed, errors });
    });
  });
  return { port, shown, ended, processId: child.pid, stop: () => signal("SIGTERM") };
}
