import type { WebhookSchemeCase } from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { seededRandom } from "../b/seeded-random.js";
import { forgeries, NOW } from "./forgeries.js";
import { movableClock, openInbound } from "./open-inbound.js";

/** Forgeries of every kind for one scheme, none of which is let in, while every true post is. */
export function forgedRow(scheme: WebhookSchemeCase): FaultRow {
  return {
    row: "C3",
    provider: scheme.name,
    title: "forged posts are refused, true ones are not",
    async run({ sample, mutant, report }) {
      const open = await openInbound([scheme], { clock: movableClock(NOW.ms), provider: { mutant } });
      const [own, other] = [open.channels.get(scheme.name), open.others.get(scheme.name)];
      if (own === undefined || other === undefined) throw new Error("no channel");
      const stranger = scheme.create();
      const random = seededRandom(7);
      const wanted = sample ? 400 : 10_500;
      const kinds = Object.entries(forgeries);
      const letInBy = new Map<string, number>();
      let tried = 0;
      let letIn = 0;
      let refused = 0;
      for (let turn = 0; tried < wanted && turn < wanted * 3; turn += 1) {
        const [kind = "", forge] = kinds[turn % kinds.length] ?? [];
        const post = own.signer.sign({ id: `true-${String(turn % 50)}` }, { url: own.url, nowMs: NOW.ms });
        const forged = forge?.(post, own, { stranger, other }, random);
        if (forged === undefined) continue;
        tried += 1;
        const status = await open.post(forged);
        if (status < 300) {
          letIn += 1;
          letInBy.set(kind, (letInBy.get(kind) ?? 0) + 1);
        } else if (status !== 401) refused += 1;
        if (turn % 50 === 0 && (await open.post(post)) !== 200) refused += 1;
      }
      if (letIn > 0) report(`let in: ${JSON.stringify(Object.fromEntries(letInBy))}`);
      await open.close();
      return { tried, lost: refused, duplicated: 0, letIn };
    },
  };
}
