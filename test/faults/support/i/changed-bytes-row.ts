import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFiles } from "@plugboard/marketplace";
import type { FaultRow } from "../../fault-row.js";
import { seededRandom } from "../b/seeded-random.js";
import { runConnector } from "./run-connector.js";
import { connectorFiles, type SignedConnector, signedConnector } from "./signed-connector.js";

const CHANGES = 1_000;

/** One changed byte, in the tarball, in a file of the unpacked package, or in the signed listing. */
export function changedBytesRow(what: "tarball" | "folder" | "listing"): FaultRow {
  return {
    row: "I1",
    provider: what,
    title: `a signed package with one changed byte in its ${what} is refused, and no line of it runs`,
    async run({ sample, mutant, report }) {
      const connector = await signedConnector();
      const random = seededRandom(11);
      const wanted = sample ? 100 : CHANGES;
      let letIn = 0;
      let lost = 0;
      let ran = 0;
      for (let turn = 0; turn < wanted; turn += 1) {
        const run = await attempt(what, connector, random, mutant);
        if (!run.refused) letIn += 1;
        if (run.ran) ran += 1;
        // The true one has to run all the while, or refusing would prove nothing.
        if (turn % 250 === 0 && !(await runConnector(connector.tarball, connector.options, mutant)).ran) lost += 1;
      }
      report(`${wanted} changes, ${letIn} let in, ${ran} ran`);
      return { tried: wanted, lost, duplicated: 0, letIn: letIn + ran };
    },
  };
}

function changeByte(bytes: Uint8Array, random: () => number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const at = Math.floor(random() * changed.byteLength);
  changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  return changed;
}

async function attempt(
  what: "tarball" | "folder" | "listing",
  { tarball, options }: SignedConnector,
  random: () => number,
  mutant: boolean,
): ReturnType<typeof runConnector> {
  if (what === "tarball") return runConnector(changeByte(tarball, random), options, mutant);
  if (what === "listing") {
    const listing = Buffer.from(changeByte(Buffer.from(options.listing), random)).toString("utf8");
    return runConnector(tarball, { ...options, listing }, mutant);
  }
  const room = await mkdtemp(join(tmpdir(), "plugboard-fault-i-"));
  try {
    const folder = join(room, "package");
    const files = connectorFiles();
    await writeFiles(files, folder);
    const all = [...files];
    const [path, bytes] = all[Math.floor(random() * all.length)] ?? ["", new Uint8Array()];
    await writeFile(join(folder, path), changeByte(bytes, random));
    return await runConnector(folder, options, mutant);
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}
