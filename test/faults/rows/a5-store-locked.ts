import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { webhookSchemeCases } from "@plugboard/provider-testkit";
import { sqliteStore } from "@plugboard/store-sqlite";
import type { FaultRow } from "../fault-row.js";
import { lockableStore } from "../support/a/locked-store.js";
import { countShown } from "../support/c/count-shown.js";
import { openInbound, untilShown } from "../support/c/open-inbound.js";

const PER_SECOND = 50;
const TRY_AGAIN = 503;
const BACK_WITHIN_MS = 10_000;
const LOCKED_MS = 30_000;

/** Webhooks keep coming while the store takes nothing; a provider repeats what was not acknowledged. */
export const row: FaultRow = {
  row: "A5",
  provider: "hmac-body",
  title: "the store is locked for 30 s and opened anew: only try again is answered, nothing is lost, back within 10 s",
  async run({ sample, mutant, report }) {
    const lockedMs = sample ? 3_000 : LOCKED_MS;
    const directory = await mkdtemp(join(tmpdir(), "plugboard-a5-"));
    const path = join(directory, "host.db");
    const scheme = webhookSchemeCases.filter(({ name }) => name === "hmac-body");
    try {
      const store = lockableStore(sqliteStore(path), mutant);
      const open = await openInbound(scheme, { store });
      const channel = open.channels.get("hmac-body");
      if (channel === undefined) throw new Error("no channel");
      const sign = (id: string) => channel.signer.sign({ id }, { url: channel.url, nowMs: 0 });
      const ids: string[] = [];
      let wrong = 0;
      const acknowledged = new Set<string>();
      const post = async (id: string): Promise<boolean> => {
        const status = await open.post(sign(id));
        if (status !== 200 && status !== TRY_AGAIN) wrong += 1;
        if (status === 200) acknowledged.add(id);
        return status === 200;
      };
      const first = await post("before");
      if (!first) wrong += 1;
      store.locked = true;
      const endsAtMs = performance.now() + lockedMs;
      const posting: Promise<boolean>[] = [];
      while (performance.now() < endsAtMs) {
        const id = `e${String(ids.length)}`;
        ids.push(id);
        posting.push(post(id));
        await new Promise((resolve) => setTimeout(resolve, 1_000 / PER_SECOND));
      }
      store.locked = false;
      const unlockedAtMs = performance.now();
      while (!(await post("back"))) await new Promise((resolve) => setTimeout(resolve, 50));
      const backMs = performance.now() - unlockedAtMs;
      report(`back after ${backMs.toFixed(0)} ms`);
      if (backMs > BACK_WITHIN_MS) wrong += 1;
      await Promise.all(posting);
      for (const id of ids) if (!acknowledged.has(id) && !(await post(id))) wrong += 1;
      await untilShown(open, ids.length + 2, mutant ? 500 : 20_000);
      const shown = new Map(open.shown);
      await open.close();
      const kept = await countKept(path);
      // Shown out of memory only is lost with the process: what was acknowledged has to be in the store too.
      const missing = Math.max(0, ids.length + 2 - kept);
      return { tried: ids.length, lost: countShown(ids, shown).lost + wrong + missing, duplicated: 0, letIn: 0 };
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
};

/** Deliveries in the file, by a store that is opened anew. */
async function countKept(path: string): Promise<number> {
  const store = sqliteStore(path);
  const { lastInboundSequence } = await store.open();
  const pruned = await store.pruneInbound(Number.MAX_SAFE_INTEGER);
  const open = await store.inbound({ state: "recorded", limit: 10_000 });
  await store.close();
  return lastInboundSequence === 0 ? 0 : pruned + open.length;
}
