import { lineText } from "@plugboard/core/sealing";
import type { InboundRecord } from "@plugboard/core";
import { numberOf } from "./number-of.js";
import { RowUnreadable } from "./row-unreadable.js";

type Head = Pick<InboundRecord, "accountId" | "source" | "recordedAtMs" | "contentType" | "attributes">;

/** Column `head` of `inbound`: what never changes, a line each. Statements rely on the time being the first and the account the second. */
export const inboundHead = {
  encode(record: InboundRecord): string {
    const { recordedAtMs, accountId, source, contentType, attributes } = record;
    return `${recordedAtMs}\n${accountId}\n${source}\n${lineText.encode(contentType)}\n${attributes}`;
  },

  /** @throws {RowUnreadable} */
  decode(head: string): Head {
    const [recordedAtMs, accountId, source, contentType, ...attributes] = head.split("\n");
    if (accountId === undefined || (source !== "webhook" && source !== "sync") || attributes.length === 0) {
      throw new RowUnreadable("a delivery's head is incomplete");
    }
    return {
      recordedAtMs: numberOf(recordedAtMs),
      accountId,
      source,
      contentType: lineText.decode(contentType ?? "") ?? "",
      attributes: attributes.join("\n"),
    };
  },
};
