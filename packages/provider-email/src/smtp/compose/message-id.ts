import { createHash } from "node:crypto";

/** Begins the local part of every message id of ours. */
export const MESSAGE_ID_PREFIX = "plugboard.";

/**
 * The Message-ID of a message: the same for every attempt, so that a receiver which drops copies by Message-ID (as most mail stores
 * do) drops a second copy of ours.
 * @param domain - of the sender's address, in ASCII.
 */
export function messageIdOf(channelId: string, messageId: string, domain: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([channelId, messageId]))
    .digest("hex")
    .slice(0, 40);
  return `<${MESSAGE_ID_PREFIX}${digest}@${domain}>`;
}
