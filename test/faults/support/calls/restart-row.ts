import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryStore } from "@plugboard/core/memory";
import { sqliteStore } from "@plugboard/store-sqlite";
import type { FaultRow } from "../../fault-row.js";
import type { CallSide } from "./call-side.js";
import { openCalls, until } from "./open-calls.js";

/**
 * The host dies while calls are under way: those that go on are known again, those that ended meanwhile are ended and on record, those that end
 * afterwards end, and nobody is rung twice.
 */
export const restartRow = (side: CallSide): FaultRow => ({
  row: "C11",
  provider: side.fixtures.provider.manifest.id,
  title:
    "the host is started again in mid-call: every call is found again or ended, on record, and nobody is called twice",
  async run({ sample, mutant, report }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    const started = await side.start();
    const directory = await mkdtemp(join(tmpdir(), "plugboard-calls-"));
    const store = () => sqliteStore(join(directory, "host.db"));
    const first = await openCalls(side, started, { store: store() });
    first.receive(() => undefined);
    const stateOf = async (center: typeof first, sessionId: string): Promise<string> =>
      (await center.calls.get("acme", sessionId).catch(() => undefined))?.state ?? "unknown to the host";
    const calls: { readonly sessionId: string; readonly callId: string }[] = [];
    for (let number = 0; number < (sample ? 6 : 60); number += 1) {
      total.tried += 1;
      const result = await first.calls.start({ accountId: "acme", channelId: "channel-1", to: "+4915112345201" });
      if (!result.accepted || result.call.callId === undefined) throw new Error("the call was not begun");
      const { sessionId, callId } = result.call;
      calls.push({ sessionId, callId });
      await started.tell(first, callId, { event: "answered", sequence: 2 }, sessionId);
      if (!(await until(async () => (await stateOf(first, sessionId)) === "answered"))) total.lost += 1;
    }
    await first.close({ graceMs: 0 });
    // Every third ends while nobody listens.
    for (const [index, { callId }] of calls.entries()) if (index % 3 === 0) await started.endUnseen(callId);
    // The mutant loses what was kept: the calls go on, and nobody knows them.
    const second = await openCalls(side, started, { store: mutant ? memoryStore() : store() });
    second.receive(() => undefined);
    await second.calls.resumed();
    for (const [index, { sessionId, callId }] of calls.entries()) {
      const found = await stateOf(second, sessionId);
      const right = index % 3 === 0 ? "ended" : "answered";
      if (found !== right) {
        total.lost += 1;
        report(`call ${index} is ${found} after the restart, not ${right}`);
        continue;
      }
      if (index % 3 !== 1) continue;
      await started.tell(second, callId, { event: "ended", sequence: 4 }, sessionId);
      if (!(await until(async () => (await stateOf(second, sessionId)) === "ended"))) total.lost += 1;
    }
    const trail = await second.ledger.audit({ accountId: "acme" });
    const about = new Set(
      trail
        .filter(({ action }) => action === "call-resumed" || action === "call-given-up")
        .map(({ subject }) => subject),
    );
    total.lost += calls.filter(({ sessionId }) => !about.has(sessionId)).length;
    total.duplicated += started.begun() - calls.length;
    await second.close({ graceMs: 0 });
    await started.close();
    await rm(directory, { recursive: true, force: true });
    return total;
  },
});
