import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultRow } from "../fault-row.js";
import { type InboundHost, startInboundHost } from "../support/a/run-inbound-host.js";
import { postEvent } from "../support/a/post-event.js";
import { ensureBuilt } from "../support/a/run-host.js";
import { countShown } from "../support/c/count-shown.js";
import { firstCallAfter, hasStrace, killAt, traceTo } from "../support/a/strace.js";
import { sweep } from "../support/a/sweep.js";

/** System calls by which a step of taking a webhook becomes visible outside the process: sockets, files, the handler's own words. */
const CALLS = ["fdatasync", "fsync", "pwrite64", "write", "writev", "read", "accept4", "sendto", "recvfrom"] as const;
const EVENTS = 8;
const SECRET = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
/** A start is not quite the same each time: how many calls before the first of a delivery are tried too. */
const MARGIN = 5;
const SAMPLE = { step: 15, places: 8 };

/** Kills the host at every step between a webhook's first byte and its 2xx; the provider repeats what was not acknowledged. */
export const row: FaultRow = {
  row: "A2",
  provider: "http",
  title: "kill -9 at every system call of inbound; each event is shown, under one id, however often it is posted",
  async run({ sample, mutant, report }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    if (!hasStrace()) return { ...total, skipped: "strace is not installed" };
    ensureBuilt();
    const trace = await traceOfDeliveries();
    for (const call of sample ? (["pwrite64"] as const) : CALLS) {
      const first = firstCallAfter(trace, call, "port ");
      if (!isFinite(first)) continue;
      const [begins, step] = [Math.max(1, first - MARGIN), sample ? SAMPLE.step : 1];
      const trial = async (count: number): Promise<boolean> => {
        const { survived, lost, duplicated } = await killOnce(call, count, mutant);
        total.tried += EVENTS;
        total.lost += lost;
        total.duplicated += duplicated;
        const isLast = sample && count >= begins + SAMPLE.step * (SAMPLE.places - 1);
        return survived || isLast || (mutant && total.lost > 0);
      };
      const places = await sweep(begins, trial, (count) => count + step);
      report(`${call}: ${String(places)} places, lost ${String(total.lost)} so far`);
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

/** What a host calls the system for while it takes all events and nobody kills it. */
async function traceOfDeliveries(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "plugboard-a2-"));
  try {
    const file = join(directory, "trace");
    const host = startInboundHost({ database: join(directory, "host.db"), secret: SECRET }, traceTo(file, CALLS));
    const ids = Array.from({ length: EVENTS }, (_, index) => `trace-${String(index)}`);
    await postAll(host, ids);
    await untilShown(host, ids, 10_000);
    host.stop();
    const { closed, errors } = await host.ended;
    if (!closed) throw new Error(`a host that is only looked at did not end by itself: ${errors}`);
    return await readFile(file, "utf8");
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
