import { webhookSchemeCases } from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { seededRandom } from "../b/seeded-random.js";
import { claimlessStore } from "./claimless-store.js";
import { countShown } from "./count-shown.js";
import { joinIds } from "./inbound-provider.js";
import { movableClock, openInbound, untilShown } from "./open-inbound.js";
import { withTemporaryStore } from "./with-temporary-store.js";

/** Deliveries of three events: alone, in pairs, all of them, in other orders, and one of them twice. */
const GROUPINGS = ["ab", "a", "b", "bc", "c", "ca", "ba", "cba", "abc", "aab"] as const;
/** Triples at once: a channel takes in a limited number of bodies at a time. */
const AT_ONCE = 5;
const ROUNDS = 12;
const HOURS = 29;
const HOUR_MS = 3_600_000;

export const regroupedRow: FaultRow = {
  row: "C1",
  provider: "all schemes",
  title: "events posted again one by one or in other company, at once and over 29 hours, are shown once",
  run: ({ sample, mutant }) =>
    withTemporaryStore(async (store) => {
      const clock = movableClock();
      const begin = clock.nowMs;
      const random = seededRandom(1);
      const provider = { namedEvents: true };
      const open = await openInbound(webhookSchemeCases, {
        store: mutant ? claimlessStore(store) : store,
        clock,
        provider,
      });
      const all = [...open.channels.values()];
      const triples = Array.from({ length: sample ? 12 : 350 }, (_, index) => index);
      const idOf = (triple: number, letter: string): string => `${String(triple)}-${letter}`;
      let refused = 0;
      const send = async (triple: number, grouping: string): Promise<void> => {
        const channel = all[triple % all.length];
        if (channel === undefined) throw new Error("no channel");
        const id = joinIds([...grouping].map((letter) => idOf(triple, letter)));
        const status = await open.post(channel.signer.sign({ id }, { url: channel.url, nowMs: clock.nowMs }));
        refused += status === 200 ? 0 : 1;
      };
      for (let from = 0; from < triples.length; from += AT_ONCE) {
        const some = triples.slice(from, from + AT_ONCE).flatMap((triple) => GROUPINGS.map((one) => ({ triple, one })));
        some.sort(() => random() - 0.5);
        await Promise.all(some.map(({ triple, one }) => send(triple, one)));
      }
      for (let round = 1; round <= ROUNDS; round += 1) {
        clock.nowMs = begin + Math.round((round * HOURS * HOUR_MS) / ROUNDS);
        for (let from = 0; from < triples.length; from += AT_ONCE * GROUPINGS.length) {
          const some = triples.slice(from, from + AT_ONCE * GROUPINGS.length);
          await Promise.all(
            some.map((triple) => send(triple, GROUPINGS[Math.floor(random() * GROUPINGS.length)] ?? "abc")),
          );
        }
      }
      const ids = triples.flatMap((triple) => ["a", "b", "c"].map((letter) => idOf(triple, letter)));
      await untilShown(open, ids.length);
      const { lost, duplicated } = countShown(ids, open.shown);
      await open.close();
      return { tried: ids.length, lost: lost + refused, duplicated, letIn: 0 };
    }),
};
