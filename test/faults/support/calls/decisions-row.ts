import type { ProviderV1 } from "@plugboard/core";
import type { FaultRow } from "../../fault-row.js";
import type { CallSide } from "./call-side.js";
import { openCalls, until } from "./open-calls.js";
import { withEvents } from "./with-events.js";

/** Busy here, busy everywhere, declined, unwanted (RFC 3261 §21.4.24, §21.6; RFC 8197). */
const DECISIONS = [486, 600, 603, 607];
/** Nobody said no: whoever asked may have the call repeated. */
const OTHERS = [404, 408, 480, 500, 503];
const TO = "+4915112345201";

/** A telephone's final answers: the host repeats no call by itself, and those that are the person's own no are not repeated for anybody who asks. */
export const decisionsRow = (side: CallSide): FaultRow => ({
  row: "C14",
  provider: side.fixtures.provider.manifest.id,
  title: "SIP 486, 600, 603 and 607 are the person's own no: no call is repeated after them, and others may be",
  async run({ sample, mutant, report }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    const started = await side.start();
    const provider = mutant ? deaf(side.fixtures.provider) : side.fixtures.provider;
    const center = await openCalls(side, started, { provider });
    center.receive(() => undefined);
    const call = { accountId: "acme", channelId: "channel-1", to: TO };
    let begun = 0;
    for (const sipStatus of Array.from({ length: sample ? 1 : 10 }, () => [...DECISIONS, ...OTHERS]).flat()) {
      total.tried += 1;
      const result = await center.calls.start(call);
      if (!result.accepted || result.call.callId === undefined) throw new Error("the call was not begun");
      begun += 1;
      const { sessionId, callId } = result.call;
      await started.tell(center, callId, { event: "ended", sequence: 2, sipStatus }, sessionId);
      const isOver = async (): Promise<boolean> => (await center.calls.get("acme", sessionId)).state === "ended";
      if (!(await until(isOver))) total.lost += 1;
      const status = await center.calls.get("acme", sessionId);
      const isDecision = DECISIONS.includes(sipStatus);
      const again = await center.calls.start({ ...call, retryOf: sessionId });
      if (again.accepted) {
        begun += 1;
        if (isDecision) total.letIn += 1;
      } else if (!isDecision) total.lost += 1;
      const isTold = status.recipientDecided === isDecision && status.sipStatus === sipStatus;
      if (!isTold || (isDecision && status.party !== "recipient")) {
        total.lost += 1;
        report(`${sipStatus}: ${status.cause} by ${status.party}, decided: ${status.recipientDecided}`);
      }
    }
    // What the host asked for, and nothing of its own accord.
    total.duplicated += Math.abs(started.begun() - begun);
    await center.close({ graceMs: 0 });
    await started.close();
    return total;
  },
});

/** A plugin that hears no telephone: every end is a failure of the provider's. */
const deaf = (provider: ProviderV1): ProviderV1 =>
  withEvents(provider, (event) => {
    if (event.type !== "call" || event.event !== "ended") return event;
    const { sipStatus: _sipStatus, ...rest } = event;
    return { ...rest, cause: "failed", party: "provider" };
  });
