import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultRow } from "../fault-row.js";
import { ensureBuilt } from "../support/a/run-host.js";
import { runTornTrials } from "../support/store/run-torn-trials.js";
import { runWriter } from "../support/store/run-writer.js";
import { damages, lastGroupBegins } from "../support/store/torn-log.js";

const GROUPS = 6;
const PROCESSES = 2;
const TRUSTING = new URL("../support/store/trusting-driver.mjs", import.meta.url).href;

export const row: FaultRow = {
  row: "A6",
  provider: "store-sqlite",
  title: "the journal cut and flipped at every byte of its last group; starts, keeps the rest, says what it drops",
  async run({ sample, mutant, report }) {
    ensureBuilt();
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    const folder = await mkdtemp(join(tmpdir(), "plugboard-a6-"));
    try {
      const database = join(folder, "store.db");
      await runWriter({ path: database, groups: GROUPS, driver: undefined });
      const log = await readFile(`${database}-wal`);
      const trials = damages(log, sample || mutant ? 811 : 1);
      report(`${trials.length} damages to the last of ${GROUPS} groups`);
      const order = {
        database,
        log: `${database}-wal`,
        lastBegins: lastGroupBegins(log),
        groups: GROUPS,
        driver: mutant ? TRUSTING : undefined,
      };
      const work = (process: number): Promise<void> =>
        runTornTrials(
          { ...order, path: join(folder, `trial-${process}.db`) },
          trials.filter((_, index) => index % PROCESSES === process),
          ({ kind, atByte }, lost, letIn) => {
            total.tried += 1;
            total.lost += lost;
            total.letIn += letIn;
            if (lost + letIn > 0 && !mutant) report(`${kind} at ${atByte}: lost ${lost}, let in ${letIn}`);
            if (total.tried % 2_000 === 0) report(`${total.tried} tried`);
          },
        );
      await Promise.all(Array.from({ length: PROCESSES }, (_, process) => work(process)));
      return total;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
