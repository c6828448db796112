import type { CallSide, Happening, StartedSide } from "./call-side.js";

type RequestOf = (callId: string, happening: Happening, reference: string | undefined) => Request;
type Simulator = Awaited<ReturnType<CallSide["fixtures"]["startSimulator"]>>;

/** A started provider that tells by webhook. */
export function webhookSide(
  simulator: Simulator,
  requestOf: RequestOf,
  requests: {
    readonly isBeginning: (request: Simulator["requests"][number]) => boolean;
    readonly isDeletion: (request: Simulator["requests"][number]) => boolean;
  },
  endUnseen: (callId: string) => void | Promise<void>,
): StartedSide {
  return {
    origin: simulator.origin,
    begun: () => simulator.requests.filter(requests.isBeginning).length,
    deletions: () => simulator.requests.filter(requests.isDeletion).length,
    complaints: simulator.complaints,
    tell: async (center, callId, happening, reference) => {
      const answer = await center.fetch(requestOf(callId, happening, reference));
      if (answer.status !== 200) throw new Error(`the host answered ${answer.status}`);
      return answer.text();
    },
    endUnseen: async (callId) => endUnseen(callId),
    close: () => simulator.close(),
  };
}
