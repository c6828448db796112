import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Store } from "@plugboard/core";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { webhookSchemeCases } from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { percentile } from "../b/percentile.js";
import { openInbound } from "./open-inbound.js";
import { postRaw } from "./post-raw.js";
import { withTemporaryStore } from "./with-temporary-store.js";

const PER_SECOND = 100;
const MEDIAN_MS = 25;
const P99_MS = 100;

/** A store that takes a fifth of a second for each group. */
function slowStore(store: Store): Store {
  const commit = store.commit.bind(store);
  return {
    ...store,
    commit: async (group) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return commit(group);
    },
  };
}

export const speedRow: FaultRow = {
  row: "C7",
  provider: "hmac-body",
  title: "at 100 webhooks a second the durable answer takes 25 ms in the median and 100 ms at the 99th percentile",
  run: ({ sample, mutant, report }) =>
    withTemporaryStore(async (store) => {
      const scheme = webhookSchemeCases.filter(({ name }) => name === "hmac-body");
      const open = await openInbound(scheme, { store: mutant ? slowStore(store) : store });
      const channel = open.channels.get("hmac-body");
      if (channel === undefined) throw new Error("no channel");
      const answer = nodeWebhooks(open.center);
      const server = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      const { port } = server.address() as AddressInfo;
      const tookMs: number[] = [];
      let refused = 0;
      const startedAtMs = performance.now();
      const posting: Promise<void>[] = [];
      const warm = 100;
      for (let index = 0; index < (sample ? 200 : 1_500) + warm; index += 1) {
        const dueAtMs = startedAtMs + (index * 1_000) / PER_SECOND;
        const napMs = dueAtMs - performance.now();
        if (napMs > 0) await new Promise((resolve) => setTimeout(resolve, napMs));
        const { url, headers, body } = channel.signer.sign({ id: `e${String(index)}` }, { url: channel.url, nowMs: 0 });
        const post = postRaw({ port, path: new URL(url).pathname, headers, body }).then((status) => {
          if (status !== 200) refused += 1;
          if (index >= warm) tookMs.push(performance.now() - dueAtMs);
        });
        posting.push(post);
      }
      await Promise.all(posting);
      server.closeAllConnections();
      server.close();
      await open.close();
      const [median, p99] = [percentile(tookMs, 50), percentile(tookMs, 99)];
      report(`median ${median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
      const late = (median > MEDIAN_MS ? 1 : 0) + (p99 > P99_MS ? 1 : 0);
      return { tried: tookMs.length, lost: refused + late, duplicated: 0, letIn: 0 };
    }),
};
