import type { MessageRecord } from "@plugboard/core";
import { numberOf } from "./number-of.js";
import { RowUnreadable } from "./row-unreadable.js";

export interface MessageHead {
  readonly accountId: string;
  readonly channelId: string;
  readonly acceptedAtMs: number;
  readonly expiresAtMs: number;
  readonly blobCount: number;
  readonly contentHash: string;
}

/** Column `head` of `messages`: what never changes, joined by spaces, which none of it contains. Statements rely on account and channel being first. */
export const messageHead = {
  encode(record: MessageRecord): string {
    const { accountId, channelId, acceptedAtMs, expiresAtMs, blobs, contentHash } = record;
    return `${accountId} ${channelId} ${acceptedAtMs} ${expiresAtMs} ${blobs.length} ${contentHash}`;
  },

  /** @throws {RowUnreadable} */
  decode(head: string): MessageHead {
    const [accountId, channelId, acceptedAtMs, expiresAtMs, blobCount, contentHash] = head.split(" ");
    if (accountId === undefined || channelId === undefined || contentHash === undefined) {
      throw new RowUnreadable("a message's head is incomplete");
    }
    return {
      accountId,
      channelId,
      acceptedAtMs: numberOf(acceptedAtMs),
      expiresAtMs: numberOf(expiresAtMs),
      blobCount: numberOf(blobCount),
      contentHash,
    };
  },
};
