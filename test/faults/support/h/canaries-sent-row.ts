import { personalDataCanaries } from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import type { Protocol, RunnableCase } from "../b/case-run.js";
import { SAMPLE_STEP } from "../b/classification-row.js";
import { inParallel } from "../b/in-parallel.js";
import { ACCOUNT, openHost } from "../b/open-host.js";
import { runCase, sendAndSettle } from "../b/run-case.js";
import { OutcomeWatch } from "../b/watch-outcomes.js";
import { canariesOf } from "./canaries-of.js";
import { canaryMessage } from "./canary-message.js";
import { talkative } from "./talkative.js";
import { Told } from "./told.js";

const AT_ONCE = 5;

/**
 * Canaries through every fault of B and the success after it. Tried: messages times canaries. Let in: canaries in events, log lines, console, errors,
 * states, receipts, trail, availability and temporary files.
 */
export function canariesSentRow(protocol: Protocol, credentials: unknown): FaultRow {
  return {
    row: "H",
    provider: protocol.name,
    title: "personal data and secrets are in nothing the host tells, whatever the provider does",
    run: async ({ sample, mutant, report }) => {
      const quick = protocol.cases.filter(({ untilDeadline, isHeavy }) => !untilDeadline && !isHeavy);
      const cases = sample ? quick.filter((_one, index) => index % SAMPLE_STEP === 0) : protocol.cases;
      const canaries = { ...personalDataCanaries, ...canariesOf(credentials) };
      const told = new Told();
      await told.begin();
      try {
        const plain = protocol.provider({ maxAttempts: 2, backoffBaseMs: 20, backoffMaxMs: 200 });
        const provider = mutant ? talkative(plain) : plain;
        const center = await openHost([provider], {
          logger: told.logger,
          secrets: { [protocol.name]: credentials },
        });
        told.listen(center);
        const order = { center, protocol, providerId: provider.manifest.id, watch: new OutcomeWatch(), times: 1 };
        let number = 0;
        const play = async (one: RunnableCase): Promise<void> => {
          const withCanaries = { ...one, message: (like: number) => canaryMessage(one.message(like), (number += 1)) };
          try {
            const { run, status } = await runCase(withCanaries, order);
            told.say(one.name, status);
            // The fault is over: what is told of a success.
            if (one.recovers) told.say(one.name, await sendAndSettle(center, one.name, withCanaries.message(3)));
            told.say(one.name, await center.channels.probe(ACCOUNT, one.name).catch((error: unknown) => error));
            await run.close();
          } catch (error) {
            told.say(one.name, error);
            throw error;
          }
        };
        await inParallel(cases, AT_ONCE, play);
        await told.ask(center, ACCOUNT);
        await center.close({ graceMs: 2_000 });
        const found = told.search(canaries);
        for (const { place, canary, form } of found.slice(0, 20)) report(`${canary} as ${form} in ${place}`);
        report(`${String(told.pieces)} pieces told, events ${told.eventNames.join(", ")}`);
        if (told.pieces < cases.length * 3) throw new Error("next to nothing was told");
        return { tried: number * Object.keys(canaries).length, lost: 0, duplicated: 0, letIn: found.length };
      } finally {
        await told.end();
      }
    },
  };
}
