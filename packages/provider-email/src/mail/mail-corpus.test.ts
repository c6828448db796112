import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { oracleMail } from "./__fixtures__/oracle-mail.js";
import { DEFAULT_MAIL_LIMITS } from "./mail-limits.js";
import { MailParseError } from "./mail-parse-error.js";
import { createMailParser } from "./mail-parser.js";
import { readMail } from "./read-mail.js";

const corpus = oracleMail();

describe.skipIf(corpus === undefined)("every message of ../shared/oracles/email", () => {
  const messages = corpus ?? [];

  test("is parsed or refused with a code within a second, by one worker that lives on", async ({ annotate }) => {
    const parser = createMailParser();
    await parser.parse(Buffer.from("Subject: warm\r\n\r\n"));
    const refused = new Map<string, number>();
    let slowest = { name: "", ms: 0 };
    let parsed = 0;
    for (const { name, bytes } of messages) {
      const startedMs = performance.now();
      try {
        await parser.parse(bytes);
        parsed++;
      } catch (error) {
        if (!MailParseError.isInstance(error)) throw error;
        refused.set(error.code, (refused.get(error.code) ?? 0) + 1);
      }
      const ms = performance.now() - startedMs;
      if (ms > slowest.ms) slowest = { name, ms };
    }
    await parser.close();
    await annotate(
      `${messages.length} messages: ${parsed} parsed, ${JSON.stringify(Object.fromEntries(refused))} refused; slowest ${slowest.ms.toFixed(1)} ms (${slowest.name})`,
    );
    expect(messages.length).toBeGreaterThan(500);
    expect(parsed).toBe(messages.length);
    expect(slowest.ms).toBeLessThan(1000);
  });

  // Two readers of one format: where they agree on the text of a message, neither has invented or lost a line.
  test("has the text that postal-mime finds, line ends and joined parts aside", async ({ annotate }) => {
    let compared = 0;
    const different: string[] = [];
    for (const { name, bytes } of messages) {
      if (!bytes.includes(0x0a)) continue;
      const ours = readMail(bytes, DEFAULT_MAIL_LIMITS);
      const theirs = await PostalMime.parse(bytes, { forceRfc822Attachments: true });
      if (ours.text === undefined || theirs.text === undefined) continue;
      compared++;
      if (!plain(theirs.text).startsWith(plain(ours.text))) different.push(name);
    }
    await annotate(`${compared} texts compared, ${different.length} different:\n${different.join("\n")}`);
    expect(compared).toBeGreaterThan(400);
    expect(different.length / compared).toBeLessThan(0.1);
  });
});

function plain(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/\ufeff/g, "")
    .trim();
}
