import { webhookSchemeCases } from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { countShown } from "./count-shown.js";
import { forgetfulStore } from "./forgetful-store.js";
import { movableClock, openInbound, untilShown } from "./open-inbound.js";
import { withTemporaryStore } from "./with-temporary-store.js";

const COPIES = 46;
const AT_ONCE = 50;
const HOURS = 29;
const HOUR_MS = 3_600_000;

export const duplicatesRow: FaultRow = {
  row: "C1",
  provider: "all schemes",
  title: "a webhook in 46 copies over 29 hours, the first 50 at once, is shown once",
  run: ({ sample, mutant }) =>
    withTemporaryStore(async (store) => {
      const clock = movableClock();
      const open = await openInbound(webhookSchemeCases, { store: mutant ? forgetfulStore(store) : store, clock });
      const events = sample ? 30 : 1_000;
      const begin = clock.nowMs;
      const all = [...open.channels.values()];
      const ids = Array.from({ length: events }, (_, index) => `${String(index)}-event`);
      const send = (id: string, index: number): Promise<number> => {
        const channel = all[index % all.length];
        if (channel === undefined) throw new Error("no channel");
        return open.post(channel.signer.sign({ id }, { url: channel.url, nowMs: clock.nowMs }));
      };
      let refused = 0;
      const count = (status: number): void => void (refused += status === 200 ? 0 : 1);
      for (const [index, id] of ids.entries())
        for (const status of await Promise.all(Array.from({ length: AT_ONCE }, () => send(id, index)))) count(status);
      for (let copy = 1; copy < COPIES; copy += 1) {
        clock.nowMs = begin + Math.round((copy * HOURS * HOUR_MS) / COPIES);
        // So many at once as above: a host takes in a limited number of bodies at a time, and asks for the others later.
        for (let from = 0; from < ids.length; from += AT_ONCE) {
          const some = ids.slice(from, from + AT_ONCE);
          for (const status of await Promise.all(some.map((id, index) => send(id, from + index)))) count(status);
        }
      }
      await untilShown(open, events);
      const { lost, duplicated } = countShown(ids, open.shown);
      await open.close();
      return { tried: events, lost: lost + refused, duplicated, letIn: 0 };
    }),
};
