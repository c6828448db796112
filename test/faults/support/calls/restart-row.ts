import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryStore } from "@plugboard/core/memory";
import { sqliteStore } from "@plugboard/store-sqlite";
import type { FaultRow } from "../../fault-row.js";
import { type CallSide, openCalls, until } from "./call-side.js";

/** The host dies while calls are under way: those that go on are known again, those that ended meanwhile are ended, and nobody is rung twice. */
export const restartRow = (side: CallSide): FaultRow => ({
  row: "C11",
  provider: side.fixtures.provider.manifest.id,
  title:
    "the host is started again in mid-call: every call is found again or ended, on record, and nobody is called twice",
  async run({ sample, mutant }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    const simulator = await side.fixtures.startSimulator({ credentials: side.fixtures.credentials });
    const directory = await mkdtemp(join(tmpdir(), "plugboard-calls-"));
    const store = () => sqliteStore(join(directory, "host.db"));
    const first = await openCalls(side, simulator.origin, { store: store() });
    const sessions: string[] = [];
    for (let number = 0; number < (sample ? 4 : 40); number += 1) {
      total.tried += 1;
      const result = await first.calls.start({ accountId: "acme", channelId: "channel-1", to: "+4915112345201" });
      if (!result.accepted || result.call.callId === undefined) throw new Error("the call was not begun");
      const { sessionId, callId } = result.call;
      sessions.push(sessionId);
      await first.fetch(side.request(callId, { event: "answered", sequence: 2 }, sessionId));
    }
    const placed = simulator.requests.length;
    await first.close({ graceMs: 0 });
    // The mutant loses what was kept: the calls go on, and nobody knows them.
    const second = await openCalls(side, simulator.origin, { store: mutant ? memoryStore() : store() });
    second.receive(() => undefined);
    await second.calls.resumed();
    for (const [index, sessionId] of sessions.entries()) {
      const known = await second.calls.get("acme", sessionId).catch(() => undefined);
      if (known?.callId === undefined || known.state === "ended") {
        total.lost += 1;
        continue;
      }
      // Half of them end now; the provider tells the new process.
      if (index % 2 === 0) continue;
      await second.fetch(side.request(known.callId, { event: "ended", sequence: 4 }, sessionId));
      if (!(await until(async () => (await second.calls.get("acme", sessionId)).state === "ended"))) total.lost += 1;
    }
    const calls = simulator.requests.filter(
      ({ method, path }) => method === "POST" && /Calls\.json$|StartScenarios$/.test(path),
    );
    total.duplicated += calls.length - sessions.length;
    if (placed < sessions.length) total.lost += 1;
    await second.close({ graceMs: 0 });
    await simulator.close();
    await rm(directory, { recursive: true, force: true });
    return total;
  },
});
