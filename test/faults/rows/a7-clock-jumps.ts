import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { createContactCenter } from "@plugboard/core";
import { memorySecrets } from "@plugboard/core/memory";
import { webhookSchemeCases } from "@plugboard/provider-testkit";
import { sqliteStore } from "@plugboard/store-sqlite";
import type { FaultRow } from "../fault-row.js";
import { jumpingClock } from "../support/a/jumping-clock.js";
import { type Attempts, scheduledProvider } from "../support/a/scheduled-provider.js";
import { countShown } from "../support/c/count-shown.js";
import { openInbound, untilShown } from "../support/c/open-inbound.js";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** What is done to the clock, in turn, a second apart. */
const COURSES = [
  [10 * MINUTE_MS],
  [-2 * DAY_MS],
  [10 * MINUTE_MS, -10 * MINUTE_MS],
  [-2 * DAY_MS, 2 * DAY_MS],
] as const;
/** How much earlier or later than asked is too much. Milliseconds. */
const TOLERANCE_MS = 1_000;
/** Delays are up to a twentieth longer than asked, so that not everything returns at once. */
const JITTER = 1.05;
const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;
const TIMED = webhookSchemeCases.filter(({ name }) => ["standard-webhooks", "hmac-timestamp-body"].includes(name));

type Count = Awaited<ReturnType<FaultRow["run"]>>;

/** Messages that wait for a delay and for an instant while the clock is set: stuck counts as lost, early as let in. */
async function outbound(
  jumps: readonly number[],
  { sample, mutant }: { sample: boolean; mutant: boolean },
): Promise<Count> {
  const delaysMs = sample ? [2_500] : [2_500, 12_000, 34_000];
  const directory = await mkdtemp(join(tmpdir(), "plugboard-a7-"));
  const attempts: Attempts = new Map();
  const clock = jumpingClock(mutant);
  const center = await createContactCenter({
    store: sqliteStore(join(directory, "host.db")),
    authority: { unchecked: "a fault row acts for its own accounts" },
    providers: [scheduledProvider(attempts)],
    secrets: memorySecrets({ key: {} }),
    clock,
  });
  try {
    let channels = 0;
    const send = async (text: string, notBeforeAt?: string): Promise<void> => {
      channels += 1;
      const channelId = `c${String(channels)}`;
      const what = { accountId: "acme", channelId, providerId: "scheduled", secret: "key", instructed: act };
      const shown = center.channels.disclosure("scheduled");
      await center.channels.activate({ ...what, shown, termsAccepted: act, residency: { zones: ["EEA"] } });
      await center.send({
        accountId: "acme",
        channelId,
        recipients: [{ address: { kind: "phone", value: "+4930123456" } }],
        content: { type: "text", text },
        ...(notBeforeAt === undefined ? {} : { notBeforeAt }),
      });
    };
    for (const delayMs of delaysMs) for (const scope of ["message", "channel"]) await send(`again ${delayMs} ${scope}`);
    // An instant that only the clock on the wall can bring, and with a jump back never brings within the run.
    await send("at an instant", new Date(clock.now() + 5 * MINUTE_MS).toISOString());
    const aheadMs = Math.max(
      0,
      ...jumps.map((_, index) => jumps.slice(0, index + 1).reduce((sum, one) => sum + one, 0)),
    );
    await pass(300);
    for (const byMs of jumps) {
      clock.jump(byMs);
      await pass(2 * TOLERANCE_MS);
    }
    const longestMs = Math.max(...delaysMs);
    await pass(longestMs * JITTER + TOLERANCE_MS);
    let lost = 0;
    let letIn = 0;
    for (const delayMs of delaysMs)
      for (const scope of ["message", "channel"]) {
        const [first = 0, second] = attempts.get(`again ${delayMs} ${scope}`) ?? [];
        if (second === undefined || second - first > delayMs * JITTER + TOLERANCE_MS) lost += 1;
        else if (second - first < delayMs - TOLERANCE_MS) letIn += 1;
      }
    const isSent = (attempts.get("at an instant") ?? []).length > 0;
    if (aheadMs > 0 && !isSent) lost += 1;
    if (aheadMs === 0 && isSent) letIn += 1;
    const duplicated = [...attempts.values()].filter((times) => times.length > 2).length;
    return { tried: channels, lost, duplicated, letIn };
  } finally {
    await center.close({ graceMs: 1_000 });
    await rm(directory, { recursive: true, force: true });
  }
}

/** Webhooks signed at the true time: refused while the clock is wrong, by how much is told; what came before is not shown again. */
async function inbound(byMs: number, mutant: boolean): Promise<Count> {
  const clock = jumpingClock(mutant);
  const open = await openInbound(TIMED, { clock });
  const skews: number[] = [];
  open.center.on("webhook-skewed", ({ skewSeconds }) => skews.push(skewSeconds));
  try {
    let lost = 0;
    let letIn = 0;
    const ids = TIMED.map(({ name }) => `event-${name}`);
    const post = (name: string, nowMs: number): Promise<number> => {
      const channel = open.channels.get(name);
      if (channel === undefined) throw new Error("no channel");
      return open.post(channel.signer.sign({ id: `event-${name}` }, { url: channel.url, nowMs }));
    };
    for (const { name } of TIMED) if ((await post(name, clock.now())) !== 200) lost += 1;
    clock.jump(byMs);
    for (const { name } of TIMED) {
      const before = skews.length;
      // The provider's clock is right.
      if ((await post(name, Date.now())) !== 401) letIn += 1;
      const [told] = skews.slice(before);
      if (told === undefined || Math.abs(told - byMs / 1_000) > 2) lost += 1;
      // The same delivery again, at a time the host believes.
      if ((await post(name, clock.now())) !== 200) lost += 1;
    }
    await untilShown(open, ids.length, 5_000);
    const shown = countShown(ids, open.shown);
    return { tried: TIMED.length * 3, lost: lost + shown.lost, duplicated: shown.duplicated, letIn };
  } finally {
    await open.close();
  }
}

/** With the mutant the host has no other clock than the one on the wall. */
export const row: FaultRow = {
  row: "A7",
  provider: "scheduled,standard-webhooks,hmac-timestamp-body",
  title:
    "the clock is set 10 min ahead, 2 d back, and back again: nothing stuck or early by more than 1 s, the skew is named",
  async run({ sample, mutant }) {
    const counts = await Promise.all([
      ...COURSES.map((jumps) => outbound(jumps, { sample: sample || mutant, mutant })),
      ...COURSES.map(([byMs]) => inbound(byMs, mutant)),
    ]);
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    for (const { tried, lost, duplicated, letIn } of counts) {
      total.tried += tried;
      total.lost += lost;
      total.duplicated += duplicated;
      total.letIn += letIn;
    }
    return total;
  },
};
