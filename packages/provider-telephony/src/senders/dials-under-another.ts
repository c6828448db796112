import type { CallVerb } from "@plugboard/core/spec";
import { ownSenders } from "./own-senders.js";

/**
 * Whether verbs call somebody under a number that is not the channel's own. Without a `callerId` the provider shows the call's own number, or who called.
 * @see docs/decisions/2026-11-23-another-number-of-the-account.md
 */
export function dialsUnderAnother(verbs: readonly CallVerb[], settings: Parameters<typeof ownSenders>[0]): boolean {
  const own = ownSenders(settings);
  return verbs.some((verb) => verb.verb === "dial" && verb.callerId !== undefined && !own.includes(verb.callerId));
}
