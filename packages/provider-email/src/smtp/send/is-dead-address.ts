import { kindOfStatus } from "../../mail/bounce/classify-status.js";
import type { SmtpReply } from "./smtp-reply.js";

/** "Undefined": what the server means is its own secret, and its own policy as often as not. */
const UNDEFINED_STATUS = /^5\.0\./;
const ROUTE_STATUS = /^5\.4\./;

/**
 * Whether an answer to RCPT TO says that nobody has this address: by the codes that make a bounce a hard one, where the server gives one (RFC 3463). A bare
 * 550 is said of policies, too, and a route that is missing here may be this server's own trouble: neither is held against the address.
 */
export function isDeadAddress({ status, enhanced }: SmtpReply): boolean {
  if (status < 500 || enhanced === undefined || UNDEFINED_STATUS.test(enhanced) || ROUTE_STATUS.test(enhanced))
    return false;
  return kindOfStatus("failed", enhanced) === "hard";
}
