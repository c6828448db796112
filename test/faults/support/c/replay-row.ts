import { webhookSchemeCases } from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { countShown } from "./count-shown.js";
import { forgetfulStore } from "./forgetful-store.js";
import { movableClock, openInbound, untilShown } from "./open-inbound.js";
import { withTemporaryStore } from "./with-temporary-store.js";

/** Seconds after the first post: 1 s, 4:59, 5:01, one day. */
const REPLAYED_AFTER = [1, 299, 301, 86_400];

export const replayRow: FaultRow = {
  row: "C4",
  provider: "all schemes",
  title: "the same bytes again after 1 s, 4:59, 5:01 and a day are acted on once",
  run: ({ sample, mutant }) =>
    withTemporaryStore(async (store) => {
      const clock = movableClock();
      const open = await openInbound(webhookSchemeCases, { store: mutant ? forgetfulStore(store) : store, clock });
      const begin = clock.nowMs;
      const each = sample ? 2 : 70;
      const posts = [...open.channels.values()].flatMap(({ scheme, signer, url }) =>
        Array.from({ length: each }, (_, index) => {
          const id = `${scheme.name}-${String(index)}`;
          return { id, scheme, post: signer.sign({ id }, { url, nowMs: begin }) };
        }),
      );
      let wrong = 0;
      for (const { post } of posts) if ((await open.post(post)) !== 200) wrong += 1;
      for (const seconds of REPLAYED_AFTER) {
        clock.nowMs = begin + seconds * 1_000;
        for (const { post, scheme } of posts) {
          const expected = scheme.timed && seconds > 300 ? 401 : 200;
          if ((await open.post(post)) !== expected) wrong += 1;
        }
      }
      await untilShown(open, posts.length);
      const counted = countShown(
        posts.map(({ id }) => id),
        open.shown,
      );
      await open.close();
      return { tried: posts.length * REPLAYED_AFTER.length, ...counted, letIn: wrong };
    }),
};
