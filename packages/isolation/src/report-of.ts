import type { Confinement } from "./host/confinement.js";
import type { IsolationReport } from "./isolation-report.js";

const TIMING = "it can use its processor time until the busy limit, and measure time";
const BORDER =
  "it sees what its own channels send, receive and are configured with: it is the provider that gets this data";
const NETWORK =
  "code that finds its way to Node's inner bindings could reach the network: this system has no network namespaces for us";
const PROCESSES = "code that finds its way to Node's inner bindings could signal processes of the same user";
const ORPHANS =
  "in a loop without end it goes on when the host's process is killed: this system has no `setpriv` to end it";
const MEMORY = "buffers outside of the JavaScript heap are not measured on this system";

/** What holds on this machine, in words and fields. */
export function reportOf(
  { network, processes, endsWithHost }: Confinement,
  readableFolders: readonly string[],
  platform: NodeJS.Platform = process.platform,
): IsolationReport {
  const isWatched = platform === "linux";
  return {
    node: process.versions.node,
    network: network ? "namespace" : "removed",
    files: "permission-model",
    readableFolders,
    processes: processes ? "namespace" : "permission-model",
    environment: "empty",
    memory: isWatched ? "watched" : "heap",
    notHeld: [
      TIMING,
      BORDER,
      ...(network ? [] : [NETWORK]),
      ...(processes ? [] : [PROCESSES]),
      ...(endsWithHost ? [] : [ORPHANS]),
      ...(isWatched ? [] : [MEMORY]),
    ],
  };
}
