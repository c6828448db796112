import { inboundEventSchema, type RawInbound } from "@plugboard/core/spec";
import { afterAll, describe, expect, test } from "vitest";
import { createMailParser } from "../../mail/index.js";
import { MESSAGE_ID_PREFIX } from "../compose/message-id.js";
import { MailEvents } from "./mail-events.js";

const parser = createMailParser();
const events = new MailEvents(parser, "support@example.com");
afterAll(() => parser.close());

async function parse(lines: readonly string[] | string, attributes: Record<string, string> = {}) {
  const raw: RawInbound = {
    rawId: "raw-1",
    source: "sync",
    recordedAtMs: 0,
    contentType: "message/rfc822",
    body: Buffer.from(typeof lines === "string" ? lines : lines.join("\r\n")),
    attributes,
  };
  const parsed = await events.doParse(raw);
  return parsed.map((event) => inboundEventSchema.parse(event));
}

const OURS = `<${MESSAGE_ID_PREFIX}0123@example.com>`;

describe("a message", () => {
  test("becomes an event with all its parts", async () => {
    const [event] = await parse(
      [
        "From: Ada Lovelace <ada@example.org>",
        "To: support@example.com, Sales <sales@example.com>",
        "Cc: bob@example.org",
        "Reply-To: ada+answers@example.org",
        "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=",
        "Message-ID: <question@example.org>",
        `In-Reply-To: ${OURS}`,
        `References: <first@example.org> ${OURS}`,
        "Date: Tue, 14 Nov 2023 22:13:20 +0000",
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "Hallo  ",
        "--b",
        "Content-Type: image/png",
        'Content-Disposition: attachment; filename="a.png"',
        "Content-Transfer-Encoding: base64",
        "",
        "AQID",
        "--b--",
        "",
      ],
      { via: "lmtp", receivedAt: "2023-11-14T22:13:25.000Z", recipients: "support@example.com hidden@example.com" },
    );
    expect(event).toMatchObject({
      type: "message",
      providerMessageId: "<question@example.org>",
      occurredAt: "2023-11-14T22:13:25.000Z",
      from: { kind: "email", value: "ada@example.org", name: "Ada Lovelace" },
      to: ["support@example.com", "sales@example.com"],
      subject: "Grüße",
      text: "Hallo  ",
      media: [
        { kind: "image", contentType: "image/png", filename: "a.png", inline: false, bytes: new Uint8Array([1, 2, 3]) },
      ],
      inReplyTo: OURS,
      references: ["<first@example.org>", OURS],
      details: {
        cc: [{ address: "bob@example.org" }],
        replyTo: [{ address: "ada+answers@example.org" }],
        envelopeRecipients: ["support@example.com", "hidden@example.com"],
      },
    });
    expect(event).not.toHaveProperty("automatic");
  });

  test("without anything is still shown, under the record's id", async () => {
    expect(await parse("\r\nx\r\n")).toMatchObject([
      { type: "message", providerMessageId: "raw-1", from: { kind: "unparsed", value: "" }, to: [], text: "x\r\n" },
    ]);
  });

  test("for an address with a blank in its quotes names that one whole", async () => {
    const recipients = 'support@example.com "help desk"@example.com';
    expect(await parse("Subject: a\r\n\r\nx", { recipients })).toMatchObject([
      { details: { envelopeRecipients: ["support@example.com", '"help desk"@example.com'] } },
    ]);
  });

  test("from an address that is none keeps what was written", async () => {
    expect(await parse("From: Ada <ada lovelace@@x>\r\n\r\nx")).toMatchObject([{ from: { kind: "unparsed" } }]);
  });

  test.each([
    ["an automatic answer", "Auto-Submitted: auto-replied", "auto-reply"],
    ["a notification", "Auto-Submitted: auto-generated", "auto-generated"],
    ["a mailing list", "List-Id: <news.example.org>", "list"],
  ])("%s is marked, so that no machine answers it", async (_name, field, automatic) => {
    expect(await parse(`From: ada@example.org\r\n${field}\r\n\r\nx`)).toMatchObject([{ type: "message", automatic }]);
  });

  test("with fields beyond every measure fits the contract", async () => {
    const long = "x".repeat(5_000);
    const [event] = await parse(
      `From: "${long}" <${long}@${long}>\r\nTo: ${long}@example.org\r\nMessage-ID: <${long}@x>\r\nIn-Reply-To: <${long}@x>\r\nReferences: <${long}@x> <a@x>\r\nContent-Type: application/${long}; name="${long}"\r\nContent-ID: <${long}@x>\r\nContent-Disposition: attachment; filename="${long}"\r\n\r\nx`,
    );
    expect(event).toMatchObject({ type: "message", providerMessageId: "raw-1", references: ["<a@x>"] });
  });
});

describe("our own messages", () => {
  const own = (fields: string) => `Message-ID: ${OURS}\r\n${fields}\r\n\r\nx`;

  test("in a folder of sent mail are not shown", async () => {
    expect(await parse(own("From: Support <Support@Example.com>\r\nTo: ada@example.org"))).toEqual([]);
  });

  test.each([
    ["sent to ourselves", "From: support@example.com\r\nTo: support@example.com"],
    ["copied to ourselves", "From: support@example.com\r\nTo: ada@example.org\r\nCc: support@example.com"],
    ["that only bear our kind of id", "From: ada@example.org\r\nTo: bob@example.org"],
  ])("%s are shown", async (_name, fields) => {
    expect(await parse(own(fields))).toHaveLength(1);
  });
});

describe("reports about sent messages", () => {
  const bounce = (action: string, status: string, original: string) => [
    "From: MAILER-DAEMON@mail.example.org",
    "Subject: Undelivered",
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "sorry",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mail.example.org",
    "",
    "Final-Recipient: rfc822; ada@example.org",
    `Action: ${action}`,
    `Status: ${status}`,
    "Diagnostic-Code: smtp; 550 5.1.1 no such user",
    "",
    "--b",
    "Content-Type: text/rfc822-headers",
    "",
    original,
    "Subject: Hello",
    "",
    "--b--",
    "",
  ];

  test("a bounce names the message, the recipient and what is wrong", async () => {
    const reports = await parse(bounce("failed", "5.1.1", `Message-ID: ${OURS}`), {
      receivedAt: "2023-11-14T22:13:25.000Z",
    });
    expect(reports).toEqual([
      {
        type: "delivery-report",
        providerMessageId: OURS,
        status: "undelivered",
        occurredAt: "2023-11-14T22:13:25.000Z",
        recipient: "ada@example.org",
        permanence: "hard",
        enhancedStatusCode: "5.1.1",
        providerCode: "550",
        party: "recipient",
      },
    ]);
  });

  test.each([
    ["delayed", "4.4.1", "delayed"],
    ["delivered", "2.1.5", "delivered"],
    ["relayed", "2.1.9", "sent"],
  ])("action %s", async (action, code, status) => {
    expect(await parse(bounce(action, code, `Message-ID: ${OURS}`))).toMatchObject([
      { type: "delivery-report", status },
    ]);
  });

  test("one that does not say which message it is about is shown as what it is: a machine's message", async () => {
    expect(await parse(bounce("failed", "5.1.1", "X-Nothing: x"))).toMatchObject([
      { type: "message", automatic: "auto-generated" },
    ]);
  });

  test.each([
    ["abuse", ["complained"]],
    ["not-spam", []],
  ])("feedback of type %s", async (type, statuses) => {
    const reports = await parse([
      "From: feedback@provider.example",
      "Content-Type: multipart/report; report-type=feedback-report; boundary=b",
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "complaint",
      "--b",
      "Content-Type: message/feedback-report",
      "",
      `Feedback-Type: ${type}`,
      "Version: 1",
      "User-Agent: x",
      "Original-Rcpt-To: <ada@example.org>",
      "",
      "--b",
      "Content-Type: message/rfc822",
      "",
      `Message-ID: ${OURS}`,
      "",
      "x",
      "--b--",
      "",
    ]);
    expect(reports.filter((event) => event.type === "delivery-report").map(({ status }) => status)).toEqual(statuses);
  });

  test("a read receipt", async () => {
    const receipt = (disposition: string) =>
      parse([
        "From: ada@example.org",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "read",
        "--b",
        "Content-Type: message/disposition-notification",
        "",
        "Final-Recipient: rfc822; ada@example.org",
        `Original-Message-ID: ${OURS}`,
        `Disposition: manual-action/MDN-sent-manually; ${disposition}`,
        "",
        "--b--",
        "",
      ]);
    expect(await receipt("displayed")).toMatchObject([
      { type: "delivery-report", providerMessageId: OURS, status: "read", recipient: "ada@example.org" },
    ]);
    expect(await receipt("deleted")).toMatchObject([{ type: "message" }]);
  });
});
