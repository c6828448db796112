import { describe, expect, test } from "vitest";
import type { AutoSubmission } from "./auto-submission.js";
import { lines } from "./__fixtures__/lines.js";
import { readFixture } from "./__fixtures__/read-fixture.js";
import { DEFAULT_MAIL_LIMITS } from "./mail-limits.js";
import { readMail } from "./read-mail.js";

function classify(...headers: string[]): AutoSubmission {
  return readMail(lines(...headers, "", "text"), DEFAULT_MAIL_LIMITS).autoSubmitted;
}

test("a message of a person is not marked", () => {
  expect(
    classify(
      "From: ann@example.com",
      "Subject: Re: out of stock",
      "Auto-Submitted: no",
      "Return-Path: <ann@example.com>",
    ),
  ).toEqual({
    verdict: "person",
    certain: false,
    signals: [],
    suppressReplies: false,
  });
});

describe("an answer made by a machine is marked", () => {
  test.each([
    "Auto-Submitted: auto-replied",
    "Auto-Submitted: Auto-Replied (vacation); owner-email=a@example.com",
    "X-Autoreply: yes",
    "X-Autorespond: away",
    "Precedence: auto_reply",
    "X-Mailer: vacation 1.2",
  ])("for certain by %s", (header) => {
    expect(classify("From: ann@example.com", header)).toMatchObject({
      verdict: "auto-reply",
      certain: true,
      suppressReplies: true,
    });
  });

  test.each([
    "Out of Office",
    "Automatic reply: Order",
    "Auto reply: Nyaan",
    "Abwesenheitsnotiz",
    "Re: Out of the office",
    "=?utf-8?B?UsOpcG9uc2UgYXV0b21hdGlxdWU=?=",
    "Away until May 5",
  ])("as likely by the subject %s", (subject) => {
    expect(classify("From: ann@example.com", `Subject: ${subject}`)).toEqual({
      verdict: "auto-reply",
      certain: false,
      signals: ["subject-wording"],
      suppressReplies: false,
    });
  });

  test("also when its return path is empty, as RFC 3834 asks", () => {
    expect(readFixture("vacation.eml").autoSubmitted).toEqual({
      verdict: "auto-reply",
      certain: true,
      signals: ["auto-submitted", "null-return-path", "subject-wording"],
      suppressReplies: true,
    });
  });
});

describe("mail that a machine sends of its own accord is marked", () => {
  test.each([
    ["Auto-Submitted: auto-generated", true],
    ["Return-Path: <>", true],
    ["From: no-reply@example.com", false],
    ["From: mailer-daemon@example.com", false],
  ])("by %s", (header, certain) => {
    expect(classify(header)).toMatchObject({ verdict: "auto-generated", certain, suppressReplies: true });
  });
});

describe("list and bulk mail is marked", () => {
  test.each([
    "List-Id: <l.example.com>",
    "List-Unsubscribe: <https://example.com>",
    "Precedence: bulk",
    "Precedence: list",
  ])("by %s", (header) => {
    expect(classify("From: ann@example.com", header)).toMatchObject({
      verdict: "list",
      certain: true,
      suppressReplies: true,
    });
  });
});

test("who asks to be spared answers is spared them, and still counts as a person", () => {
  expect(classify("From: ann@example.com", "X-Auto-Response-Suppress: All")).toEqual({
    verdict: "person",
    certain: false,
    signals: ["auto-response-suppress"],
    suppressReplies: true,
  });
  expect(classify("From: ann@example.com", "X-Auto-Response-Suppress: None").suppressReplies).toBe(false);
});
