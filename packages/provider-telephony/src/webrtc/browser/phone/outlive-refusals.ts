import type { RTCSession } from "jssip/lib/RTCSession.js";

/** What jssip ends a call with whose other side refused a change of media; it has no other way to say it. */
const REFUSED: ReadonlySet<string | undefined> = new Set([
  "Hold Failed",
  "Unhold Failed",
  "Media Renegotiation Failed",
]);

/**
 * Keeps a call whose change of media was refused, where it is tried again: after a server has started anew the other side may be back later than we
 * are, and its server answers 500 until then.
 * @param isTriedAgain - called for each refusal.
 */
export function outliveRefusals(session: RTCSession, isTriedAgain: () => boolean): void {
  const terminate = session.terminate.bind(session);
  session.terminate = (options) => {
    if (!REFUSED.has(options?.reason_phrase) || !isTriedAgain()) terminate(options);
  };
}
