import type { OutboundMessage } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import { messageView } from "./message-view.js";
import { valueAt } from "./value-at.js";

const message = {
  accountId: "a",
  channelId: "c",
  recipients: [
    { address: { kind: "email", value: "a@example.net", name: 'A "the" \\ first' }, role: "to" },
    { address: { kind: "email", value: "b@example.net" }, role: "cc" },
  ],
  content: {
    type: "email",
    subject: "S",
    text: "T",
    inReplyTo: "<q@example.net>",
    references: ["<f@example.net>", "<q@example.net>"],
    listUnsubscribe: { url: "https://example.org/u", mailto: "mailto:u@example.org" },
    headers: { "X-Campaign": "spring" },
  },
} satisfies OutboundMessage;
const transfer = {
  transferId: "t",
  messageId: "m",
  attempt: 1,
  idempotencyKey: "message-1",
  deadlineAtMs: 0,
  message: message as OutboundMessage,
};
const view = messageView(transfer, { from: { address: "desk@example.org", name: "Desk" } }, { key: "secret" });

describe("what a template sees of a message", () => {
  test("has mailboxes with their names in quotes", () => {
    expect(view["toLine"]).toBe('"A \\"the\\" \\\\ first" <a@example.net>');
    expect(view["ccMailboxes"]).toEqual(["b@example.net"]);
    expect(view["bccLine"]).toBeUndefined();
  });

  test("has the settings' sender where the message names none", () => {
    expect(valueAt(view, "sender.mailbox")).toBe('"Desk" <desk@example.org>');
    const own = {
      ...transfer,
      message: { ...transfer.message, sender: { kind: "email", value: "me@example.org" } as const },
    };
    expect(valueAt(messageView(own, { from: "desk@example.org" }, {}), "sender.mailbox")).toBe("me@example.org");
  });

  test("has threading and unsubscription as the fields they are", () => {
    expect(valueAt(view, "content.headerMap")).toEqual({
      "In-Reply-To": "<q@example.net>",
      References: "<f@example.net> <q@example.net>",
      "List-Unsubscribe": "<https://example.org/u>, <mailto:u@example.org>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "X-Campaign": "spring",
    });
  });

  test("has the key as a UUID that is the same for the same key", () => {
    const uuid = valueAt(view, "transfer.idempotencyUuid");
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(valueAt(messageView(transfer, {}, {}), "transfer.idempotencyUuid")).toBe(uuid);
  });
});
