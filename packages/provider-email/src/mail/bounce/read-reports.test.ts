import { describe, expect, test } from "vitest";
import { lines } from "../__fixtures__/lines.js";
import { readFixture } from "../__fixtures__/read-fixture.js";
import { DEFAULT_MAIL_LIMITS } from "../mail-limits.js";
import { MailParseError } from "../mail-parse-error.js";
import { type ParsedMail, parsedMailSchema } from "../parsed-mail.js";
import { readMail } from "../read-mail.js";

function read(...text: string[]): ParsedMail {
  return parsedMailSchema.parse(readMail(lines(...text), DEFAULT_MAIL_LIMITS));
}

describe("a delivery status report (RFC 3464)", () => {
  const mail = readFixture("dsn-mixed.eml");

  test("gives every recipient with what became of the message", () => {
    expect(mail.deliveryStatus).toEqual([
      {
        recipient: "full@example.com",
        action: "failed",
        enhancedStatusCode: "5.2.2",
        derived: false,
        smtpCode: 552,
        kind: "soft",
        party: "recipient",
        originalMessageId: "<order-1@shop.example>",
        remoteMta: "mx.example.com",
      },
      {
        recipient: "Old.Address@example.org",
        finalRecipient: "new@example.net",
        action: "failed",
        enhancedStatusCode: "5.0.0",
        derived: false,
        smtpCode: 550,
        kind: "hard",
        party: "recipient",
        originalMessageId: "<order-1@shop.example>",
        remoteMta: "mx.example.net",
      },
      {
        recipient: "slow@example.com",
        action: "delayed",
        enhancedStatusCode: "4.4.1",
        derived: false,
        kind: "soft",
        party: "network",
        originalMessageId: "<order-1@shop.example>",
      },
      {
        recipient: "fine@example.com",
        action: "delivered",
        enhancedStatusCode: "2.1.5",
        derived: false,
        kind: "none",
        originalMessageId: "<order-1@shop.example>",
      },
    ]);
  });

  test("is generated mail, whatever it says of itself", () => {
    expect(mail.autoSubmitted).toMatchObject({ verdict: "auto-generated", certain: true, suppressReplies: true });
  });

  test("is read recipient by recipient when the blank lines between them are missing", () => {
    const report = read(
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.example",
      "",
      "Final-Recipient: rfc822; a@example.com",
      "Action: failed",
      "Status: 5.1.1",
      "Final-Recipient: rfc822; b@example.com",
      "Action: failed",
      "Status: 4.2.2",
    );
    expect(report.deliveryStatus).toMatchObject([
      { recipient: "a@example.com", enhancedStatusCode: "5.1.1", kind: "hard" },
      { recipient: "b@example.com", enhancedStatusCode: "4.2.2", kind: "soft" },
    ]);
  });

  test("names at most a thousand recipients", () => {
    const recipients = Array.from(
      { length: 3000 },
      (_, at) => `Final-Recipient: rfc822; r${at}@example.com\r\nAction: failed\r\n`,
    );
    expect(read("Content-Type: message/delivery-status", "", ...recipients).deliveryStatus).toHaveLength(1000);
  });
});

describe("a free-form bounce", () => {
  test("of qmail names each recipient with its own reason", () => {
    expect(readFixture("qmail.eml").deliveryStatus).toMatchObject([
      {
        recipient: "gone@example.com",
        action: "failed",
        enhancedStatusCode: "5.1.1",
        derived: false,
        smtpCode: 550,
        kind: "hard",
      },
      {
        recipient: "full@example.net",
        action: "failed",
        enhancedStatusCode: "5.2.2",
        derived: false,
        kind: "soft",
        originalMessageId: "<order-2@shop.example>",
      },
    ]);
  });

  test("of Exim without an enhanced code gets one from its wording, marked as derived", () => {
    expect(readFixture("exim.eml").deliveryStatus).toEqual([
      {
        recipient: "gone@example.com",
        action: "failed",
        enhancedStatusCode: "5.1.1",
        derived: true,
        smtpCode: 550,
        kind: "hard",
        party: "recipient",
        originalMessageId: "<order-3@shop.example>",
      },
    ]);
  });

  test("of Postfix that is a warning is a delay", () => {
    expect(readFixture("postfix-text.eml").deliveryStatus).toMatchObject([
      {
        recipient: "slow@example.com",
        action: "delayed",
        enhancedStatusCode: "4.4.1",
        derived: true,
        kind: "soft",
        party: "network",
        originalMessageId: "<order-4@shop.example>",
      },
    ]);
  });

  test("without any reason is not held against the address", () => {
    const mail = read(
      "From: postmaster@example.com",
      "To: shop@shop.example",
      "Subject: Undeliverable",
      "",
      "did not reach the following recipient(s):",
      "",
      "ann@example.com",
    );
    expect(mail.deliveryStatus).toMatchObject([
      { recipient: "ann@example.com", enhancedStatusCode: "5.0.0", derived: true, kind: "soft" },
    ]);
  });

  test("takes no wording from an address", () => {
    const mail = read(
      "From: mailer-daemon@example.com",
      "Subject: Delivery failure",
      "",
      "<blocked@example.com>: 554 sorry",
    );
    expect(mail.deliveryStatus).toMatchObject([{ recipient: "blocked@example.com", enhancedStatusCode: "5.3.0" }]);
  });

  test("in html alone is read too", () => {
    const mail = read(
      "From: postmaster@example.com",
      "Subject: Undeliverable: x",
      "Content-Type: text/html",
      "",
      "<p>Delivery has failed to these recipients</p><a href=x>ann@example.com</a><br>550 5.1.10 not found",
    );
    expect(mail.deliveryStatus).toMatchObject([
      { recipient: "ann@example.com", enhancedStatusCode: "5.1.10", kind: "hard" },
    ]);
  });
});

describe("mail that is no bounce", () => {
  test.each(["vacation.eml", "person-quotes-bounce.eml", "parcel.eml", "nested.eml", "mdn.eml", "arf.eml"])(
    "%s is not reported as one",
    (name) => {
      expect(readFixture(name).deliveryStatus).toBeUndefined();
    },
  );
});

test("an abuse report (RFC 5965) names who complained about which message", () => {
  const mail = readFixture("arf.eml");
  expect(mail.complaint).toEqual({
    feedbackType: "abuse",
    recipients: ["ann@isp.example"],
    originalMessageId: "<offer-1@shop.example>",
    arrivedAt: "Tue, 3 Mar 2026 10:11:12 +0100",
    reportingMta: "mx.isp.example",
  });
  expect(mail.autoSubmitted.verdict).toBe("auto-generated");
});

test("a read receipt (RFC 8098) names the message and whether a person was asked", () => {
  expect(readFixture("mdn.eml").disposition).toEqual({
    disposition: "displayed",
    automatic: false,
    recipient: "ann@example.com",
    originalMessageId: "<order-1@shop.example>",
  });
});

describe("hostile reports are read in linear time", () => {
  const header = ["From: mailer-daemon@example.com", "Subject: Delivery failure", ""];
  const LENGTH = 200_000;
  test.each([
    ["at signs", "@".repeat(LENGTH)],
    ["dots", `a@${".".repeat(LENGTH)}`],
    ["address beginnings", "a.".repeat(LENGTH / 2)],
    ["addresses", "a@b ".repeat(LENGTH / 4)],
    ["addresses without blanks", "a@b".repeat(LENGTH / 3)],
    ["angle brackets", `${"<".repeat(LENGTH)}@`],
    ["blanks", " ".repeat(LENGTH)],
    ["blanks before an address", `${" ".repeat(LENGTH)}a@b.example`],
    ["digits", "5".repeat(LENGTH)],
    ["codes", "550 5.1.1 ".repeat(LENGTH / 10)],
    ["broken codes", "5.1.1.".repeat(LENGTH / 6)],
    ["dashes", "-".repeat(LENGTH)],
    ["labels", "recipients ".repeat(LENGTH / 11)],
    ["short lines", "a@b.example:\r\n".repeat(LENGTH / 14)],
    ["open tags", "<a".repeat(LENGTH / 2)],
    ["quotes", `"${"'".repeat(LENGTH)}`],
  ])("%s", (_name, text) => {
    // Of the processor, not of the clock: another process on the machine is no fault of the reader.
    const started = process.cpuUsage();
    read(...header, text);
    read("Content-Type: text/html", ...header, text);
    read(
      "Content-Type: message/delivery-status",
      "",
      `Final-Recipient: ${text}`,
      `Diagnostic-Code: ${text}`,
      `Status: ${text}`,
      `Remote-MTA: ${text}`,
    );
    read("Content-Type: message/feedback-report", "", `Original-Rcpt-To: ${text}`, `Feedback-Type: ${text}`);
    read(
      "Content-Type: message/disposition-notification",
      "",
      `Final-Recipient: ${text}`,
      `Disposition: ${text}`,
      `Original-Message-ID: ${text}`,
    );
    // As a header the same may be refused, as soon.
    try {
      read(`From: ${text}`, `Subject: ${text}`, `Return-Path: ${text}`, `X-Failed-Recipients: ${text}`, "", "");
    } catch (error) {
      if (!MailParseError.isInstance(error)) throw error;
    }
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(1_500);
  });
});
