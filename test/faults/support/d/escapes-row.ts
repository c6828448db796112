import type { FaultRow } from "../../fault-row.js";
import { buildHostile } from "./hostile.js";
import { askFor, openHostile } from "./open-and-ask.js";

/** Only what harms nobody when it works: it does in the host's own process. */
const ESCAPES = [
  "read a file",
  "read the host's environment",
  "start a process",
  "start a thread",
  "see the environment",
  "connect an inner socket",
  "resolve a name",
  "send a datagram",
] as const;

export const escapesRow: FaultRow = {
  row: "D1",
  provider: "isolated",
  title: "ways out of a connector's process; the mutant is the host's own process",
  async run({ sample, mutant }) {
    const hostile = await buildHostile();
    const rounds = sample ? 1 : 25;
    let tried = 0;
    let letIn = 0;
    for (let round = 0; round < rounds; round += 1) {
      const isolated = mutant ? undefined : await hostile.isolate();
      try {
        const instance = await openHostile(isolated?.provider ?? hostile.provider);
        for (const escape of ESCAPES) {
          tried += 1;
          letIn += await askFor(instance, escape).then(
            () => 1,
            () => 0,
          );
        }
        await instance.close();
      } finally {
        isolated?.close();
      }
    }
    return { tried, lost: 0, duplicated: 0, letIn };
  },
};
