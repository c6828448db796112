import { spawn } from "node:child_process";
import { once } from "node:events";

/** How a process is confined on this machine. */
export interface Confinement {
  /** Put before Node's own command line. */
  readonly command: readonly string[];
  readonly network: boolean;
  readonly processes: boolean;
}

const NOTHING: Confinement = { command: [], network: false, processes: false };
/** The strictest first. `--kill-child`: what is inside ends with it. */
const WAYS: readonly Confinement[] = [
  { command: ["unshare", "--net", "--pid", "--fork", "--kill-child", "--"], network: true, processes: true },
  {
    command: ["unshare", "--map-root-user", "--net", "--pid", "--fork", "--kill-child", "--"],
    network: true,
    processes: true,
  },
  { command: ["unshare", "--net", "--"], network: true, processes: false },
  { command: ["unshare", "--map-root-user", "--net", "--"], network: true, processes: false },
];

let found: Promise<Confinement> | undefined;

/**
 * Finds out, once a process, what the system allows: namespaces of the network and of processes (Linux, `unshare` of util-linux), with rights or in
 * a user namespace of its own. Elsewhere nothing, and the report says so.
 * @see https://man7.org/linux/man-pages/man1/unshare.1.html
 */
export function findConfinement(): Promise<Confinement> {
  return (found ??= tryWays());
}

async function tryWays(): Promise<Confinement> {
  if (process.platform !== "linux") return NOTHING;
  for (const way of WAYS) if (await works(way)) return way;
  return NOTHING;
}

async function works({ command: [program = "", ...parameters] }: Confinement): Promise<boolean> {
  const child = spawn(program, [...parameters, "true"], { stdio: "ignore", env: pathOnly() });
  try {
    const [code] = (await once(child, "exit")) as [number | null];
    return code === 0;
  } catch {
    // There is no such program: that is the answer.
    return false;
  }
}

/** What is needed to find `unshare`; the connector's process itself gets nothing of it. */
export function pathOnly(): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin" };
}
