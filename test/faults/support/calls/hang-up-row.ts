import type { ContactCenter } from "@plugboard/core";
import type { FaultRow } from "../../fault-row.js";
import { allTold } from "./all-told.js";
import type { CallSide } from "./call-side.js";
import { countEnds } from "./count-ends.js";
import { mislabelling } from "./mislabelling.js";
import { openCalls, until } from "./open-calls.js";

/** When the host hangs up, twice at once: before the answer is told, beside it, after it, beside the end that the other side makes, after that. */
const MOMENTS = ["ringing", "beside-answer", "answered", "beside-end", "ended"] as const;

/** A hang-up that is asked for twice, and meets what the other side does at the same moment: the call ends once, and nothing is asked of one that is over. */
export const hangUpRow = (side: CallSide): FaultRow => ({
  row: "C15",
  provider: side.fixtures.provider.manifest.id,
  title: "the host hangs up twice at once, at five moments of a call: it ends once, and an ended one is left alone",
  async run({ sample, mutant, report }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    const started = await side.start();
    const provider = mutant ? mislabelling(side.fixtures.provider) : side.fixtures.provider;
    const center = await openCalls(side, started, { provider });
    const ends = countEnds(center);
    center.receive(() => undefined);
    const patience = mutant ? 20 : 2_000;
    for (let round = 0; round < (sample ? 1 : 40); round += 1)
      for (const moment of MOMENTS) {
        total.tried += 1;
        const result = await center.calls.start({ accountId: "acme", channelId: "channel-1", to: "+4915112345201" });
        if (!result.accepted || result.call.callId === undefined) throw new Error("the call was not begun");
        const { sessionId, callId } = result.call;
        const tell = (event: "answered" | "ended", sequence: number) =>
          started.tell(center, callId, { event, sequence }, sessionId);
        const state = async () => (await center.calls.get("acme", sessionId)).state;
        const hangUpTwice = () => Promise.all([hangUp(center, sessionId), hangUp(center, sessionId)]);
        const isAnswered = moment === "answered" || moment === "beside-end" || moment === "ended";
        if (isAnswered) await tell("answered", 2);
        const isOver = () => until(async () => (await state()) === "ended", patience);
        if (moment === "ended") {
          await tell("ended", 4);
          await isOver();
        }
        const beside =
          moment === "beside-answer" ? tell("answered", 2) : moment === "beside-end" ? tell("ended", 4) : undefined;
        const [answers] = await Promise.all([hangUpTwice(), beside]);
        if (moment === "ended" && answers.some((answer) => answer !== "over already")) total.letIn += 1;
        if (answers.some((answer) => answer === "thrown")) total.lost += 1;
        await tell("ended", 4);
        if (!(await isOver())) {
          total.lost += 1;
          report(`hung up ${moment}: the call is ${await state()}`);
        }
      }
    if (!(await allTold(side, started, center))) total.lost += 1;
    total.duplicated += ends.again() + started.begun() - total.tried;
    for (const complaint of started.complaints) report(complaint);
    total.letIn += started.complaints.length;
    await center.close({ graceMs: 0 });
    await started.close();
    return total;
  },
});

async function hangUp(center: ContactCenter, sessionId: string): Promise<string> {
  try {
    const result = await center.calls.control("acme", sessionId, [{ verb: "hang-up" }]);
    if (!result.accepted) return result.refusal.code;
    return result.call.state === "ended" && result.outcome === undefined ? "over already" : "asked";
  } catch {
    return "thrown";
  }
}
