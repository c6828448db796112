import { type Store, StoreError } from "@plugboard/core";
import { webhookSchemeCases } from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { countShown } from "./count-shown.js";
import { movableClock, openInbound, untilShown } from "./open-inbound.js";
import { withTemporaryStore } from "./with-temporary-store.js";

/** What providers take for "again": Brevo 429, most 503, some 500. */
const STATUSES = [429, 500, 503];

export const tryAgainRow: FaultRow = {
  row: "C8",
  provider: "all schemes",
  title: "while the store is down each provider gets its own try again, and what it repeats is shown once",
  async run({ mutant }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    for (const tryAgainStatus of STATUSES) {
      const one = await withTemporaryStore((store) => tryStatus(store, tryAgainStatus, mutant));
      total.tried += one.tried;
      total.lost += one.lost;
      total.duplicated += one.duplicated;
      total.letIn += one.letIn;
    }
    return total;
  },
};

async function tryStatus(inner: Store, tryAgainStatus: number, mutant: boolean) {
  let down = false;
  const commit = inner.commit.bind(inner);
  // The mutant's store says it kept what it did not.
  const refuse = () => (mutant ? Promise.resolve([]) : Promise.reject(new StoreError("STORE_UNAVAILABLE")));
  const store: Store = { ...inner, commit: (group) => (down ? refuse() : commit(group)) };
  const clock = movableClock();
  const open = await openInbound(webhookSchemeCases, { store, clock, provider: { tryAgainStatus } });
  const posts = [...open.channels.values()].flatMap(({ scheme, signer, url }) =>
    Array.from({ length: 5 }, (_, index) => {
      const id = `${scheme.name}-${String(index)}`;
      return { id, post: signer.sign({ id }, { url, nowMs: clock.nowMs }) };
    }),
  );
  let wrong = 0;
  down = true;
  const acknowledged = new Set<string>();
  const answers = await Promise.all(posts.map(async ({ id, post }) => ({ id, status: await open.post(post) })));
  for (const { id, status } of answers) {
    if (status < 300) acknowledged.add(id);
    else if (status !== tryAgainStatus) wrong += 1;
  }
  // A provider repeats what was not acknowledged until it is.
  down = false;
  const repeat = async ({ id, post }: (typeof posts)[number]): Promise<void> => {
    if (acknowledged.has(id)) return;
    for (let attempt = 0; attempt < 200; attempt += 1) {
      if ((await open.post(post)) === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    wrong += 1;
  };
  await Promise.all(posts.map(repeat));
  await untilShown(open, posts.length, mutant ? 500 : 20_000);
  const counted = countShown(
    posts.map(({ id }) => id),
    mutant ? new Map([...open.shown].filter(([id]) => !acknowledged.has(id))) : open.shown,
  );
  await open.close();
  return { tried: posts.length, ...counted, letIn: wrong };
}
