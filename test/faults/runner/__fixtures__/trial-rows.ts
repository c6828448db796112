import type { FaultRow } from "../../fault-row.js";

const none = { tried: 5, lost: 0, duplicated: 0, letIn: 0 };
const trial = (row: string, run: FaultRow["run"]): FaultRow => ({ row, provider: "none", title: "trial", run });

export const rows: readonly FaultRow[] = [
  trial("Z1", async ({ mutant, sample, report }) => {
    report(sample ? "sample" : "all");
    process.stdout.write("noise that is no result\n");
    return { ...none, lost: mutant ? 2 : 0 };
  }),
  trial("Z2", async () => {
    process.kill(process.pid, "SIGKILL");
    return none;
  }),
  trial("Z3", () => new Promise(() => setInterval(() => undefined, 1_000))),
  trial("Z4", () => Promise.reject(new Error("the row threw"))),
];
