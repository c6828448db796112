import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultRow } from "../fault-row.js";
import { type InboundHost, startInboundHost } from "../support/a/run-inbound-host.js";
import { postEvent } from "../support/a/post-event.js";
import { ensureBuilt } from "../support/a/run-host.js";
import { countShown } from "../support/c/count-shown.js";
import { hasStrace, killAt } from "../support/a/strace.js";

/** System calls by which a step of taking a webhook becomes visible outside the process: sockets, files, the handler's own words. */
const CALLS = ["fdatasync", "fsync", "pwrite64", "write", "writev", "read", "accept4", "sendto", "recvfrom"] as const;
const EVENTS = 8;
const SECRET = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
/** Where a run makes more calls than this, most belong to its start; the rest is walked in larger steps. */
const EVERY_ONE_UP_TO = 60;

/** Kills the host at every step between a webhook's first byte and its 2xx; the provider repeats what was not acknowledged. */
export const row: FaultRow = {
  row: "A2",
  provider: "http",
  title: "kill -9 at every system call of inbound; each event is shown, under one id, however often it is posted",
  async run({ sample, mutant, report }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    if (!hasStrace()) return { ...total, skipped: "strace is not installed" };
    ensureBuilt();
    for (const call of sample ? (["pwrite64"] as const) : CALLS) {
      let places = 0;
      const [first, step] = sample ? [45, 15] : [1, 1];
      for (let count = first; ; count += count < EVERY_ONE_UP_TO ? step : Math.max(step, 3)) {
        places += 1;
        const { survived, lost, duplicated } = await killOnce(call, count, mutant);
        total.tried += EVENTS;
        total.lost += lost;
        total.duplicated += duplicated;
        if (survived || (sample && places >= 8) || (mutant && total.lost > 0)) break;
      }
      report(`${call}: killed at ${String(places)} places, lost ${String(total.lost)} so far`);
      if (mutant && total.lost > 0) break;
    }
    return total;
  },
};

async function killOnce(call: string, count: number, mutant: boolean) {
  const directory = await mkdtemp(join(tmpdir(), "plugboard-a2-"));
  const order = { database: join(directory, "host.db"), secret: SECRET };
  const ids = Array.from({ length: EVENTS }, (_, index) => `${call}-${String(count)}-${String(index)}`);
  try {
    const killed = startInboundHost({ ...order, mutant }, killAt(call, count));
    const acknowledged = await postAll(killed, ids);
    // Given a moment to show what it has, as a host has: where it is killed then is a step as well.
    await untilShown(killed, ids, 2_000);
    killed.stop();
    const { closed: survived } = await killed.ended;
    const next = startInboundHost(order);
    // Also what was acknowledged is posted once more: a provider repeats when the answer was lost on its way.
    const again = ids.filter((id, index) => !acknowledged.has(id) || index % 2 === 0);
    const late = await postAll(next, mutant ? again.filter((id) => !acknowledged.has(id)) : again);
    const waiting = ids.filter((id) => !killed.shown.has(id));
    await untilShown(next, waiting, mutant ? 1_000 : 10_000);
    next.stop();
    const end = await next.ended;
    if (!end.closed) throw new Error(`the host did not start again after ${call} ${String(count)}: ${end.errors}`);
    const shown = new Map<string, Set<string>>();
    for (const host of [killed, next])
      for (const [id, events] of host.shown) shown.set(id, new Set([...(shown.get(id) ?? []), ...events]));
    const refused = again.filter((id) => !acknowledged.has(id) && !late.has(id)).length;
    const { lost, duplicated } = countShown(ids, shown);
    return { survived, lost: lost + refused, duplicated };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Posts one after the other, each until it is acknowledged or the host is gone. @returns those that were. */
async function postAll(host: InboundHost, ids: readonly string[]): Promise<Set<string>> {
  const port = await host.port;
  const acknowledged = new Set<string>();
  if (port === undefined) return acknowledged;
  for (const id of ids) if ((await postEvent(port, SECRET, id)) === 204) acknowledged.add(id);
  return acknowledged;
}

async function untilShown(host: InboundHost, ids: readonly string[], limitMs: number): Promise<void> {
  const endsAtMs = performance.now() + limitMs;
  while (ids.some((id) => !host.shown.has(id)) && performance.now() < endsAtMs)
    await new Promise((resolve) => setTimeout(resolve, 10));
}
