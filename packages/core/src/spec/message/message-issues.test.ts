import { expect, test } from "vitest";
import { describeIssues } from "../errors/describe-issues.js";
import { outboundMessageSchema } from "./outbound-message.js";

const message = {
  accountId: "acme",
  channelId: "c1",
  recipients: [{ address: { kind: "email", value: "ann@example.com" } }],
  content: { type: "text", text: "Hi" },
};

/** What somebody is told of a message that does not fit. */
function told(changes: object): readonly string[] {
  const { error } = outboundMessageSchema.safeParse({ ...message, ...changes });
  return error === undefined ? [] : describeIssues(error);
}

const to = (kind: string, value: string): object => ({ recipients: [{ address: { kind, value } }] });
const mail = (fields: object): object => ({ content: { type: "email", subject: "s", text: "t", ...fields } });

test.each([
  [
    "a phone number without its country",
    to("phone", "0301234567"),
    "expected a number as E.164 has it: + and up to 15 digits",
  ],
  ["a mail address without its host", to("email", "secret"), "expected a mail address: name@host"],
  ["a key with an umlaut", { idempotencyKey: "ü" }, "expected 1 to 256 printable ASCII characters"],
  ["a channel id with a space", { channelId: "c 1" }, "expected 1 to 128 letters, digits or . _ : -"],
  ["a header that is not an own one", mail({ headers: { Bcc: "x" } }), "names X-… or List-…"],
  ["a message id without brackets", mail({ inReplyTo: "secret@example.com" }), "angle brackets"],
])("%s is told as what is expected, not as a pattern, and not quoted", (_, changes, expected) => {
  const issues = told(changes).join("; ");
  expect(issues).toContain(expected);
  expect(issues).not.toMatch(/regex|secret/);
});
