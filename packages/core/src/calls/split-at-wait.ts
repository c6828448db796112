import type { CallVerb } from "../spec/capabilities/call-verb.js";

/** Verbs after which a call waits for somebody. */
const waits = (verb: CallVerb): boolean =>
  verb.verb === "gather" ||
  verb.verb === "dial" ||
  verb.verb === "queue" ||
  (verb.verb === "record" && verb.mode === "message");

/**
 * For a provider that asks for verbs: those up to the first one that waits go out now, the rest when it asks what comes next and the host has
 * nothing else to say.
 */
export function splitAtWait(verbs: readonly CallVerb[]): { readonly now: CallVerb[]; readonly later: CallVerb[] } {
  const index = verbs.findIndex(waits);
  const end = index < 0 ? verbs.length : index + 1;
  return { now: verbs.slice(0, end), later: verbs.slice(end) };
}
