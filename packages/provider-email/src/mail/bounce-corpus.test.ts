import { describe, expect, test } from "vitest";
import { oracleMail } from "./__fixtures__/oracle-mail.js";
import type { DeliveryStatus } from "./bounce/delivery-status.js";
import { DEFAULT_MAIL_LIMITS } from "./mail-limits.js";
import { type ParsedMail, parsedMailSchema } from "./parsed-mail.js";
import { readMail } from "./read-mail.js";

const oracle = oracleMail("bounces");

/** What the collection keeps beside bounces, by what is written in each. */
const ABUSE_REPORTS = /__arf-(?!26)/;
const AUTO_REPLIES = /__rfc3834-/;
const NOT_BOUNCES = /\/not__/;
const OTHER =
  // a request to unsubscribe; two notifications of a web service in JSON; a bounce that a person forwards
  /__arf-26|amazonses-1[02]\.|make-test-36/;

/** The report holds no reason, or holds it in Japanese, Hebrew, Czech … only. */
const WITHOUT_REASON = /exim-53|googlegroups|notes-01|postfix-64|rfc3464-39|trendmicro-03|x3-05|gmail-08/;

interface Reading {
  readonly name: string;
  /** Line ends made LF, soft line breaks of quoted-printable removed. */
  readonly raw: string;
  readonly mail: ParsedMail;
  readonly statuses: readonly DeliveryStatus[];
}

describe.skipIf(oracle === undefined)("the bounces of ../shared/oracles/email/bounces", () => {
  const all = (oracle ?? []).map(({ name, bytes }): Reading => {
    const mail = parsedMailSchema.parse(readMail(bytes, DEFAULT_MAIL_LIMITS));
    const raw = bytes.toString("latin1").replace(/\r\n?/g, "\n").replace(/=\n/g, "");
    return { name, raw, mail, statuses: mail.deliveryStatus ?? [] };
  });
  const some = (pattern: RegExp): Reading[] => all.filter(({ name }) => pattern.test(name));
  const bounces = all.filter(
    ({ name }) => ![ABUSE_REPORTS, AUTO_REPLIES, NOT_BOUNCES, OTHER].some((kind) => kind.test(name)),
  );
  const failing = (readings: readonly Reading[], good: (reading: Reading) => boolean): string[] =>
    readings.filter((reading) => !good(reading)).map(({ name }) => name);

  test("are recognised, with recipient, status and kind", async ({ annotate }) => {
    const count = (good: (status: DeliveryStatus) => boolean): number =>
      bounces.filter(({ statuses }) => statuses.length > 0 && statuses.every(good)).length;
    const table = {
      files: all.length,
      bounces: bounces.length,
      recognised: count(() => true),
      recipient: count(({ recipient }) => /^[^\s@]+@[^\s@]+$/.test(recipient)),
      status: count(({ enhancedStatusCode }) => enhancedStatusCode !== undefined),
      statusWithDetail: count(({ enhancedStatusCode }) => !/^[245]\.0\.0$/.test(enhancedStatusCode ?? "5.0.0")),
      statusWritten: count(({ derived }) => !derived),
      hardOrSoft: count(({ kind }) => kind !== "none"),
      hard: count(({ kind }) => kind === "hard"),
      soft: count(({ kind }) => kind === "soft"),
      party: count(({ party }) => party !== undefined),
      originalMessageId: count(({ originalMessageId }) => originalMessageId !== undefined),
    };
    await annotate(JSON.stringify(table));
    console.info(`bounces: ${JSON.stringify(table)}`);
    expect(table.bounces).toBeGreaterThanOrEqual(390);
    expect(table.recognised).toBe(table.bounces);
    expect(table.recipient).toBe(table.bounces);
    expect(table.status).toBe(table.bounces);
    expect(table.hardOrSoft).toBe(table.bounces);
    expect(table.statusWritten).toBeGreaterThanOrEqual(308);
    expect(table.statusWithDetail).toBeGreaterThanOrEqual(334);
    expect(table.originalMessageId).toBeGreaterThanOrEqual(346);
  });

  test("name a recipient that the report itself names", () => {
    const foreign = failing(bounces, ({ raw, statuses, mail }) => {
      const text = `${raw}\n${mail.text ?? ""}`.toLowerCase();
      return statuses.every(({ recipient }) => text.includes(recipient.toLowerCase()));
    });
    expect(foreign).toEqual([]);
  });

  test("never name the sender of the bounced message as its recipient, unless people wrote to themselves", () => {
    const swapped = failing(
      bounces.filter(({ name }) => !/exim-61|postfix-09|postfix-80|sendmail-54/.test(name)),
      ({ mail, statuses }) =>
        statuses.every(
          ({ recipient }) => !mail.to.some(({ address }) => address.toLowerCase() === recipient.toLowerCase()),
        ),
    );
    expect(swapped).toEqual([]);
  });

  test("have the code of their Status field, where it says anything", async ({ annotate }) => {
    const withField = bounces.filter(
      ({ raw, statuses }) => statuses.length === 1 && statusFields(raw).length === 1 && detailed(statusFields(raw)[0]),
    );
    const different = failing(
      withField,
      ({ raw, statuses }) => statusFields(raw)[0] === statuses[0]?.enhancedStatusCode,
    );
    await annotate(`${withField.length} with one Status field, ${different.length} different: ${different.join(" ")}`);
    console.info(`bounces: ${withField.length} with one Status field, ${different.length} different from ours`);
    expect(withField.length).toBeGreaterThanOrEqual(150);
    expect(different).toEqual([]);
  });

  test("have a code that is written in them, where one is written", async ({ annotate }) => {
    const withCode = bounces.filter(({ raw }) => writtenCodes(raw).size > 0);
    const different = failing(withCode, ({ raw, statuses }) =>
      statuses.every(({ derived, enhancedStatusCode = "" }) => derived || writtenCodes(raw).has(enhancedStatusCode)),
    );
    const missed = failing(withCode, ({ statuses }) => statuses.every(({ derived }) => !derived));
    await annotate(
      `${withCode.length} with a code, ${different.length} different, ${missed.length} derived although one is written: ${missed.join(" ")}`,
    );
    console.info(
      `bounces: ${withCode.length} with a written code, ${different.length} different, ${missed.length} derived all the same`,
    );
    expect(different).toEqual([]);
    expect(missed.length).toBeLessThanOrEqual(4);
  });

  test("have a code of the class of their reply code", () => {
    const single = bounces.filter(({ statuses }) => statuses.some(({ smtpCode }) => smtpCode !== undefined));
    const crossed = failing(single, ({ statuses }) =>
      statuses.every(
        ({ smtpCode, enhancedStatusCode = "" }) =>
          smtpCode === undefined || String(smtpCode).charAt(0) === enhancedStatusCode.charAt(0),
      ),
    );
    // Some relays answer 4.4.7 or 4.0.0 for a 5xx they were given, and the other way round.
    expect(crossed.length / single.length).toBeLessThan(0.05);
  });

  test("have a code with detail, unless no reason is given", () => {
    const derivedBlank = failing(bounces, ({ statuses }) =>
      statuses.every(({ derived, enhancedStatusCode }) => !derived || !/^[245]\.0\.0$/.test(enhancedStatusCode ?? "")),
    );
    expect(derivedBlank.filter((name) => !WITHOUT_REASON.test(name))).toEqual([]);
  });

  test.each([
    ["user unknown", /user unknown|unknown user|no such user/i, "hard"],
    ["mailbox full", /mailbox (?:is )?full|over ?quota|quota exceeded/i, "soft"],
    ["message too big", /message size exceeds|message too large|size limit/i, "soft"],
  ] as const)("that say %s are judged so", (_name, wording, kind) => {
    const single = bounces.filter(
      ({ raw, statuses, mail }) => statuses.length === 1 && wording.test(explanationOf(raw, mail)),
    );
    const other = failing(
      single,
      ({ statuses }) => statuses[0]?.kind === kind || statuses[0]?.enhancedStatusCode?.startsWith("4.") === true,
    );
    console.info(`bounces: ${single.length} say "${_name}", ${other.length} not ${kind}: ${other.join(" ")}`);
    expect(other.length / single.length).toBeLessThanOrEqual(0.1);
  });

  test("are alone in being reported as bounces", () => {
    expect(some(NOT_BOUNCES).length).toBeGreaterThan(0);
    for (const kind of [NOT_BOUNCES, AUTO_REPLIES, ABUSE_REPORTS, OTHER]) {
      expect(failing(some(kind), ({ mail }) => mail.deliveryStatus === undefined)).toEqual([]);
    }
  });

  test("lie beside automatic answers, which are read as such", () => {
    expect(some(AUTO_REPLIES).length).toBeGreaterThanOrEqual(4);
    expect(failing(some(AUTO_REPLIES), ({ mail }) => mail.autoSubmitted.verdict === "auto-reply")).toEqual([]);
  });

  test("lie beside abuse reports, which are read as such", () => {
    expect(some(ABUSE_REPORTS).length).toBeGreaterThanOrEqual(9);
    expect(failing(some(ABUSE_REPORTS), ({ mail }) => mail.complaint !== undefined)).toEqual([]);
  });

  test("are never taken for mail of a person", () => {
    expect(
      failing(
        bounces,
        ({ mail }) => mail.autoSubmitted.verdict === "auto-generated" && mail.autoSubmitted.suppressReplies,
      ),
    ).toEqual([]);
  });
});

describe.skipIf(oracle === undefined)("the other messages of ../shared/oracles/email", () => {
  test("are reported as bounces only where they are", () => {
    const reported = ["cpython", "mailparser", "mikel-mail", "postal-mime", "reply-github"]
      .flatMap((folder) => oracleMail(folder) ?? [])
      .filter(({ bytes }) => readMail(bytes, DEFAULT_MAIL_LIMITS).deliveryStatus !== undefined);
    expect(
      reported.every(({ bytes }) => /delivery-status|mailer-daemon|postmaster/i.test(bytes.toString("latin1"))),
    ).toBe(true);
    expect(reported.length).toBeLessThanOrEqual(12);
  });
});

function statusFields(raw: string): string[] {
  return [...raw.matchAll(/^Status: *([245]\.\d{1,3}\.\d{1,3})/gim)].map(([, code = ""]) => code);
}

function detailed(code: string | undefined): boolean {
  return code !== undefined && !code.endsWith(".0.0");
}

function writtenCodes(raw: string): Set<string> {
  return new Set(raw.match(/(?<![\d.])[245]\.[0-7]\.\d{1,3}(?![\d.]\d|\d)/g) ?? []);
}

function explanationOf(raw: string, mail: ParsedMail): string {
  const diagnosis = /^Diagnostic-Code:(?:.|\n[ \t])*/im.exec(raw)?.[0].replace(/\s+/g, " ");
  return diagnosis ?? (mail.text ?? "").split(/original message|copy of/i)[0] ?? "";
}
