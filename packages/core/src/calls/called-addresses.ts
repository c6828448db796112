import type { CallVerb } from "../spec/capabilities/call-verb.js";
import type { Address } from "../spec/message/address.js";

/**
 * Everybody a call reaches: who is called, and who its verbs join. As the lists of people and the ledger know them: a number as a number,
 * everything else by its name.
 * @param to - absent for verbs of a live call.
 */
export function calledAddresses(to: string | undefined, verbs: readonly CallVerb[]): Address[] {
  const further = verbs.flatMap((one) => (one.verb === "dial" || one.verb === "transfer" ? [one.to] : []));
  return (to === undefined ? further : [to, ...further]).map((value) => ({
    kind: /^\+[1-9][0-9]{1,14}$/.test(value) ? "phone" : "handle",
    value,
  }));
}
