import type { ConnectionV1, HttpRequestV1, ProviderV1 } from "@plugboard/core";
import type { FaultRow } from "../../fault-row.js";
import { asteriskSide } from "./asterisk-side.js";
import { allTold } from "./all-told.js";
import { countEnds } from "./count-ends.js";
import { openCalls, until } from "./open-calls.js";

/** The WebSocket of an exchange's events drops again and again in mid-call: calls live on, and what was missed is made up for. */
export const dropRow: FaultRow = {
  row: "C13",
  provider: asteriskSide.fixtures.provider.manifest.id,
  title: "the events' WebSocket drops in mid-call: calls live on, and what was missed is made up for",
  async run({ sample, mutant, report }) {
    const total = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
    const started = await asteriskSide.start();
    const { simulator } = started;
    const plain = asteriskSide.fixtures.provider;
    const center = await openCalls(asteriskSide, started, { provider: mutant ? seeingNothing(plain) : plain });
    const ends = countEnds(center);
    center.receive(() => undefined);
    center.calls.answerWith(() => [{ verb: "answer" }]);
    await simulator.untilFollowed();
    const stateOf = async (sessionId: string) => (await center.calls.get("acme", sessionId)).state;
    for (let drop = 0; drop < (sample ? 2 : 20); drop += 1) {
      const calls: { readonly sessionId: string; readonly callId: string }[] = [];
      for (let number = 0; number < 4; number += 1) {
        total.tried += 1;
        const result = await center.calls.start({ accountId: "acme", channelId: "channel-1", to: "+4915112345201" });
        if (!result.accepted || result.call.callId === undefined) throw new Error("the call was not begun");
        const { sessionId, callId } = result.call;
        simulator.exchange.answered(callId);
        if (!(await until(async () => (await stateOf(sessionId)) === "answered"))) {
          total.lost += 1;
          report(`drop ${drop}: call ${number} is ${await stateOf(sessionId)}, not answered`);
        }
        calls.push({ sessionId, callId });
      }
      simulator.cut();
      // Unseen: nobody is told of these, and somebody calls meanwhile.
      for (const { callId } of calls.slice(0, 2)) simulator.exchange.hangUp(callId);
      const came = `1795327800.${drop}`;
      simulator.exchange.incoming({ id: came, from: "+4915112345201", to: "100", application: "plugboard" });
      await simulator.untilFollowed();
      const patience = mutant ? 100 : 2_000;
      const isKnown = (): boolean => center.calls.live("acme").some(({ callId }) => callId === came);
      if (!(await until(isKnown, patience))) {
        total.lost += 1;
        report(`drop ${drop}: who called meanwhile is not known`);
      }
      for (const [index, { sessionId }] of calls.entries()) {
        const right = index < 2 ? "ended" : "answered";
        if (await until(async () => (await stateOf(sessionId)) === right, patience)) continue;
        total.lost += 1;
        report(`drop ${drop}: call ${index} is ${await stateOf(sessionId)}, not ${right}`);
      }
      for (const { callId } of calls.slice(2)) simulator.exchange.hangUp(callId);
      simulator.exchange.hangUp(came);
      await until(() => center.calls.live("acme").length === 0, patience);
    }
    if (!(await allTold(asteriskSide, started, center))) total.lost += 1;
    if (ends.again() > 0) report(`${ends.again()} ends were told again`);
    total.duplicated += ends.again() + started.begun() - total.tried;
    await center.close({ graceMs: 0 });
    await started.close();
    return total;
  },
};

/** Looks at the exchange, and sees no channel. */
function seeingNothing(provider: ProviderV1): ProviderV1 {
  const blind = ({ http, ...rest }: ConnectionV1<never, never>): ConnectionV1<never, never> => ({
    ...rest,
    http: {
      request: async (request: HttpRequestV1) => {
        const answer = await http.request(request);
        return request.path === "/channels" ? { ...answer, body: new TextEncoder().encode("[]") } : answer;
      },
    },
  });
  return { ...provider, open: (connection) => provider.open(blind(connection as never)) };
}
