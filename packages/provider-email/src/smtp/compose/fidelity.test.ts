import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { DEFAULT_MAIL_LIMITS, readMail } from "../../mail/index.js";
import { emailTransfer } from "../__fixtures__/email-transfer.js";
import { LoopbackSockets } from "../__fixtures__/loopback-sockets.js";
import { openTestConnection } from "../__fixtures__/open-test-connection.js";
import { startSubmissionServer, type SubmissionServer } from "../__fixtures__/submission-server.js";
import { smtp } from "../smtp.js";

const oracles = process.env["PLUGBOARD_ORACLES"] ?? resolve(import.meta.dirname, "../../../../../../shared/oracles");
const blnsPath = resolve(oracles, "inputs/blns/blns.json");
const blns = existsSync(blnsPath) ? z.array(z.string()).parse(JSON.parse(readFileSync(blnsPath, "utf8"))) : [];

/** Where line ends, blanks, dots, lengths and letters are at risk on the way. */
const RISKS: Readonly<Record<string, string>> = {
  empty: "",
  "one letter": "x",
  "LF line ends": "one\ntwo\n",
  "CRLF line ends": "one\r\ntwo\r\n",
  "CR line ends": "one\rtwo\r",
  "mixed line ends": "a\nb\r\nc\rd\n\re\r\r\n\n",
  "no last line end": "a\nb",
  "many last line ends": "a\n\n\n\n",
  "only line ends": "\r\n\r\n",
  "trailing blanks": "a  \nb\t\n  ",
  "leading blanks": "  a\n\tb",
  dots: ".\n..\n.a\r\n.\r\n..",
  "end of data CRLF.CRLF": "a\r\n.\r\nMAIL FROM:<evil@example.net>\r\n",
  "end of data LF.LF": "a\n.\nMAIL FROM:<evil@example.net>\n",
  "end of data LF.CRLF": "a\n.\r\nMAIL FROM:<evil@example.net>\r\n",
  "end of data CR.CR": "a\r.\rMAIL FROM:<evil@example.net>\r",
  "end of data CRLF.LF": "a\r\n.\nb",
  "end of data NUL": "a\r\n\0.\r\nb",
  "from lines": "From ada\n\nFrom bob\nFrom",
  "signature mark": "text\n-- \nAda",
  "boundary lookalike": "--=_0.a\n--=_\n----",
  "equals signs": "a=3D b=\nc==",
  "long line": "x".repeat(100_000),
  "long line of blanks": " ".repeat(5_000),
  "long line of letters beyond ASCII": "ß漢🙂".repeat(5_000),
  "NUL and controls": Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join("") + "\x7f",
  "unicode line ends": "a\u2028b\u2029c\u0085d\vE\f",
  "byte order mark": "\ufeffx\ufeff",
  "format flowed": "line one \nline two \n>quoted \n",
  "encoded word": "=?UTF-8?B?aGk=?= =?UTF-8?Q?hi?=",
};
const RISKS_IN_ONE_LINE = [
  " leading and trailing ",
  "two  blanks   three",
  "=?UTF-8?B?aGk=?=",
  "ß漢🙂 and ASCII",
  "🙂".repeat(200),
  "x".repeat(998),
  `${"word ".repeat(150)}end`,
  `${"x".repeat(60)}${" ".repeat(80)}${"y".repeat(60)}`,
  `${"x".repeat(60)} ${"y".repeat(60)}`,
  'quotes " and \\ backslashes',
  "a, b; <c@d.example> (e): f",
  "",
];
const oneLine = [...RISKS_IN_ONE_LINE, ...blns].filter(
  // eslint-disable-next-line no-control-regex -- what the schemas refuse is not in the table
  (value) => value.length <= 998 && !/[\u0000-\u001f\u007f\u0085\u2028\u2029]|\p{Surrogate}/u.test(value),
);

let server: SubmissionServer;
let instance: Awaited<ReturnType<typeof smtp.open>>;
beforeAll(async () => {
  server = await startSubmissionServer();
  instance = await smtp.open(openTestConnection({ sockets: new LoopbackSockets({ smtp: { port: server.port } }) }));
});
afterAll(async () => {
  await instance.close();
  await server.close();
});

async function deliver(content: object, message: object = {}): Promise<Buffer> {
  const outcome = await instance.outboundMessages!.doSend(emailTransfer(content, message));
  expect(outcome).toEqual({ outcome: "received", providerMessageId: expect.any(String) });
  return server.mails.pop()!.raw;
}

/** A field unfolded (RFC 5322 §2.2.3) and its encoded words decoded (RFC 2047 §6.2), by the letter. */
function fieldOnWire(raw: Buffer, name: string): string {
  const field = new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, "m").exec(raw.toString("latin1"))?.[1] ?? "absent";
  const unfolded = field.replace(/\r\n(?=[ \t])/g, "");
  if (!unfolded.includes("=?")) return unfolded;
  const words = unfolded.trim().split(/[ \t]+/);
  return words.map((word) => Buffer.from(/^=\?UTF-8\?B\?(.*)\?=$/.exec(word)?.[1] ?? "", "base64").toString()).join("");
}

/** What two parsers that share no code make of the message. */
async function readTwice(raw: Buffer) {
  return { ours: readMail(raw, DEFAULT_MAIL_LIMITS), theirs: await PostalMime.parse(raw) };
}

async function expectBodiesKept(text: string): Promise<void> {
  const contents: { text?: string; html?: string }[] = [{ text }, { html: text }, { text, html: text }];
  for (const content of contents) {
    const { ours, theirs } = await readTwice(await deliver(content));
    // postal-mime takes a byte order mark for the encoding's, not the text's.
    const marked = text.replace(/^\ufeff/, "");
    if ("text" in content) expect([ours.text, theirs.text ?? ""]).toEqual([text, marked]);
    if ("html" in content) expect([ours.html, theirs.html ?? ""]).toEqual([text, marked]);
  }
  const attached = await readTwice(
    await deliver({
      text,
      attachments: [{ filename: "a.bin", contentType: "application/octet-stream", bytes: Buffer.from(text) }],
    }),
  );
  expect(attached.ours.text ?? "").toBe(text);
  expect(Buffer.from(attached.ours.attachments[0]!.bytes).toString()).toBe(text);
}

describe("bodies arrive byte for byte", () => {
  test.each(Object.entries(RISKS))("%s", async (_name, text) => {
    await expectBodiesKept(text);
  });

  test.skipIf(blns.length === 0)(
    `naughty strings: ${blns.length} of 515 present`,
    async () => {
      for (const text of blns) await expectBodiesKept(text);
      expect(blns).toHaveLength(515);
    },
    120_000,
  );

  test("half a surrogate pair is refused, because no encoding carries it", async () => {
    const outcome = await instance.outboundMessages!.doSend(emailTransfer({ text: "a\ud800b" }));
    expect(outcome).toEqual({ outcome: "refused", code: "CONTENT_NOT_UNICODE", party: "account" });
  });
});

test("the ids of a long thread arrive in their order, however long they are, and no line is too long", async () => {
  const idOf = (length: number, number: number) => `<${String(number).padEnd(length - 14, "x")}@example.org>`;
  const references = [997, 986, 40, 987, 80].flatMap((length, place) =>
    Array.from({ length: 20 }, (_, number) => idOf(length, place * 100 + number)),
  );
  for (const inReplyTo of [idOf(997, 1), idOf(40, 2)]) {
    const raw = await deliver({ text: "x", inReplyTo, references });
    const head = raw.toString("latin1").split("\r\n\r\n")[0] ?? "";
    expect(Math.max(...head.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(998);
    expect(fieldOnWire(raw, "References").trim().split(/ +/)).toEqual(references);
    expect(fieldOnWire(raw, "In-Reply-To").trim()).toBe(inReplyTo);
  }
});

test.each([
  'application/x-data; name="a;b; c;  d.txt"',
  'application/x-data; title="; a=b"; version=1',
  'application/x-data; name="a=b; c=d"; x="y;z"',
])("the parameters of a file's media type arrive as they are: %s", async (contentType) => {
  const raw = await deliver({ text: "x", attachments: [{ filename: "a", contentType, bytes: Buffer.from([1]) }] });
  const field = /\r\nContent-Type: (application\/x-data[^]*?)\r\n(?![ \t])/.exec(raw.toString("latin1"))?.[1] ?? "";
  expect(field.replace(/\r\n/g, "")).toBe(contentType);
});

describe("what stands in header fields arrives character for character", () => {
  test(`subject, display names, file names and own fields: ${oneLine.length} values`, async () => {
    for (const value of oneLine) {
      const cut = value.slice(0, 100);
      const name = /\p{Surrogate}/u.test(cut) ? cut.slice(0, -1) : cut;
      // Both readers decode encoded words even where RFC 2047 §5 (3) forbids them, as in a file name.
      const filename = name.trim() === "" || name.includes("=?") ? "x" : name;
      const raw = await deliver(
        {
          subject: value,
          text: "x",
          headers: { "X-Probe": value },
          attachments: [{ filename, contentType: "image/png", bytes: Buffer.from([1, 2, 3]) }],
        },
        { recipients: [{ address: { kind: "email", value: "ada@example.org", name } }] },
      );
      const { ours, theirs } = await readTwice(raw);
      expect([fieldOnWire(raw, "Subject"), fieldOnWire(raw, "X-Probe")]).toEqual([value, value]);
      // Readers trim; what they trim is on the wire.
      expect([ours.subject.trim(), (theirs.subject ?? "").trim()]).toEqual([value.trim(), value.trim()]);
      expect([ours.to[0]?.name ?? "", theirs.to?.[0]?.name?.trim()]).toEqual([name.trim(), name.trim()]);
      expect([ours.to[0]?.address, theirs.to?.[0]?.address]).toEqual(["ada@example.org", "ada@example.org"]);
      expect([ours.attachments[0]?.filename, theirs.attachments[0]?.filename]).toEqual([filename.trim(), filename]);
    }
  }, 120_000);
});
