import type { Party } from "@plugboard/core/spec";
import type { DeliveryStatus } from "./delivery-status.js";

/** Codes about addresses that are not the recipient's: the sender's, or a relay's. */
const PASSING_ADDRESS_CODES = new Set(["5.1.7", "5.1.8", "5.1.9"]);
const DEAD_MAILBOX_CODES = new Set(["5.2.1"]);
const DEAD_ROUTE_CODES = new Set(["5.4.4"]);

/**
 * hard: sending to this address again is pointless. soft: another time or another message may pass.
 *
 * By RFC 3463: class 4 is soft whatever follows. Of class 5, an address that is bad (5.1.x) or disabled (5.2.1), a host
 * without a route (5.4.4, which servers give for a domain that does not exist) and a refusal without any detail (5.0.0)
 * are hard; a refusal of which not even a code is known is not held against the address: soft. A full mailbox (5.2.2) is soft although its class says permanent: it is the sender's attempt that ended, RFC
 * 3463 itself says the recipient can cure it. Size, media, protocol, system and policy refusals (5.2.3, 5.3.x, 5.5.x, 5.6.x,
 * 5.7.x) and a sender address that was refused (5.1.7, 5.1.8) say nothing against the recipient: soft.
 */
export function kindOfStatus(action: DeliveryStatus["action"], status: string | undefined): DeliveryStatus["kind"] {
  if (action === "delivered" || action === "relayed" || action === "expanded") return "none";
  if (action === "delayed" || status?.startsWith("4.") === true) return "soft";
  if (status === undefined) return "soft";
  const subject = /^5\.(\d)/.exec(status)?.[1];
  if (subject === "0") return "hard";
  if (subject === "1") return PASSING_ADDRESS_CODES.has(status) ? "soft" : "hard";
  return DEAD_MAILBOX_CODES.has(status) || DEAD_ROUTE_CODES.has(status) ? "hard" : "soft";
}

/** Whose doing (R7), by the subject of the code (RFC 3463 3): undefined when the code has none. */
export function partyOfStatus(status: string | undefined): Party | undefined {
  const [, subject, detail] = status?.split(".") ?? [];
  if (subject === "1") return detail === "7" || detail === "8" ? "account" : "recipient";
  if (subject === "2") return detail === "3" ? "account" : "recipient";
  if (subject === "3") return detail === "4" ? "account" : "recipient";
  if (subject === "4") return detail === "4" ? "recipient" : "network";
  if (subject === "5" || subject === "6" || subject === "7") return "account";
  return undefined;
}
