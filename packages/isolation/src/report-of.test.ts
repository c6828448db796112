import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isolateHostile } from "./__fixtures__/isolate.js";
import { type Confinement, findConfinement } from "./host/confinement.js";
import { reportOf } from "./report-of.js";

const confinement = (network: boolean, processes: boolean): Confinement => ({
  ...{ command: [], network, processes },
  endsWithHost: network,
});
/** What is said to be open where a wall is not there; two things are open everywhere. */
const [NETWORK, PROCESSES, ORPHANS, MEMORY] = [
  /could reach the network/,
  /could signal processes/,
  /when the host's process is killed/,
  /buffers .* are not measured/,
];

test.each([
  [true, true, "linux", { network: "namespace", processes: "namespace", memory: "watched" }, []],
  [true, false, "linux", { network: "namespace", processes: "permission-model", memory: "watched" }, [PROCESSES]],
  [false, true, "linux", { network: "removed", processes: "namespace", memory: "watched" }, [NETWORK, ORPHANS]],
  [false, false, "linux", { network: "removed", processes: "permission-model" }, [NETWORK, PROCESSES, ORPHANS]],
  [false, false, "darwin", { network: "removed", memory: "heap" }, [NETWORK, PROCESSES, ORPHANS, MEMORY]],
  [false, false, "win32", { network: "removed", memory: "heap" }, [NETWORK, PROCESSES, ORPHANS, MEMORY]],
] as const)(
  "with namespaces of the network %s and of processes %s on %s it says so, and what does not hold",
  (network, processes, platform, fields, open) => {
    const report = reportOf(confinement(network, processes), ["/connectors/acme"], platform);
    expect(report).toMatchObject({ ...fields, files: "permission-model", environment: "empty" });
    expect(report).toMatchObject({ node: process.versions.node, readableFolders: ["/connectors/acme"] });
    const [time, content, ...rest] = report.notHeld;
    expect([time, content]).toEqual([expect.stringMatching(/measure time/), expect.stringMatching(/its own channels/)]);
    expect(rest).toEqual(open.map((words) => expect.stringMatching(words) as unknown));
  },
);

test("a host is told of the walls that its connectors have, and the folders they may read", async () => {
  const { network, processes } = await findConfinement();
  const { report } = await isolateHostile();
  expect(report).toMatchObject({
    network: network ? "namespace" : "removed",
    processes: processes ? "namespace" : "permission-model",
  });
  expect(report.readableFolders).not.toContain(fileURLToPath(new URL("..", import.meta.url)).slice(0, -1));
  expect(report.readableFolders.some((folder) => folder.endsWith("/hostile"))).toBe(true);
});
