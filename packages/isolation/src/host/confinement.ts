import { spawn } from "node:child_process";
import { once } from "node:events";

/** How a process is confined on this machine. */
export interface Confinement {
  /** Put before Node's own command line. */
  readonly command: readonly string[];
  readonly network: boolean;
  readonly processes: boolean;
  /** Whether the system ends it when the host is killed, though it hears nothing any more. */
  readonly endsWithHost: boolean;
}

type Way = Omit<Confinement, "endsWithHost">;

const NOTHING: Way = { command: [], network: false, processes: false };
/**
 * The system kills the process when the host's ends, however it ends.
 * @see https://man7.org/linux/man-pages/man1/setpriv.1.html
 */
const END_WITH_HOST = ["setpriv", "--pdeathsig", "KILL", "--"];
/** The strictest first. `--kill-child`: what is inside ends with it. */
const WAYS: readonly Way[] = [
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
 * a user namespace of its own, and whether a process can be made to end with the host (`setpriv` of util-linux). Elsewhere nothing, and the report says so.
 * @see https://man7.org/linux/man-pages/man1/unshare.1.html
 */
export function findConfinement(): Promise<Confinement> {
  return (found ??= tryWays());
}

async function tryWays(): Promise<Confinement> {
  if (process.platform !== "linux") return { ...NOTHING, endsWithHost: false };
  const way = await strictest();
  const command = [...END_WITH_HOST, ...way.command];
  return (await works(command)) ? { ...way, command, endsWithHost: true } : { ...way, endsWithHost: false };
}

async function strictest(): Promise<Way> {
  for (const way of WAYS) if (await works(way.command)) return way;
  return NOTHING;
}

async function works([program = "", ...parameters]: readonly string[]): Promise<boolean> {
  const child = spawn(program, [...parameters, "true"], { stdio: "ignore", env: pathOnly() });
  try {
    const [code] = (await once(child, "exit")) as [number | null];
    return code === 0;
  } catch {
    // There is no such program: that is the answer.
    return false;
  }
}

/** What is needed to find `unshare` and `setpriv`; the connector's process itself gets nothing of it. */
export function pathOnly(): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin" };
}
