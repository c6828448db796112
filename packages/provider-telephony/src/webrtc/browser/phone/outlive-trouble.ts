import type { RTCSession } from "jssip/lib/RTCSession.js";

export type Trouble = "change-refused" | "voices-lost";

/** What jssip ends a call with of which more can be made; it has no other way to say it. */
const TROUBLE_OF: Readonly<Record<string, Trouble | undefined>> = {
  "Hold Failed": "change-refused",
  "Unhold Failed": "change-refused",
  "Media Renegotiation Failed": "change-refused",
  // The connection for the voices has failed: the machine is in another network, or in none for a while.
  "RTP Timeout": "voices-lost",
};

/**
 * Keeps a call whose change of media was refused, where it is tried again: after a server has started anew the other side may be back later than we
 * are, and its server answers 500 until then. And one whose voices have lost their way, as long as another one is looked for.
 * @param isKept - called for each trouble.
 */
export function outliveTrouble(session: RTCSession, isKept: (trouble: Trouble) => boolean): void {
  const terminate = session.terminate.bind(session);
  session.terminate = (options) => {
    const trouble = TROUBLE_OF[options?.reason_phrase ?? ""];
    if (trouble === undefined || !isKept(trouble)) terminate(options);
  };
}
