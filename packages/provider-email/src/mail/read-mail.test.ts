import { describe, expect, test } from "vitest";
import { lines } from "./__fixtures__/lines.js";
import { readFixture } from "./__fixtures__/read-fixture.js";
import { DEFAULT_MAIL_LIMITS } from "./mail-limits.js";
import { type ParsedMail, parsedMailSchema } from "./parsed-mail.js";
import { readMail } from "./read-mail.js";

function read(raw: string | Buffer): ParsedMail {
  return parsedMailSchema.parse(readMail(Buffer.from(raw), DEFAULT_MAIL_LIMITS));
}

function textOf(headers: readonly string[], body: string | Buffer): string | undefined {
  return read(Buffer.concat([lines(...headers, "", ""), Buffer.from(body)])).text;
}

describe("a nested message", () => {
  const mail = readFixture("nested.eml");

  test("gives its addresses with groups flattened and names decoded", () => {
    expect(mail.from).toEqual([{ address: "jose@sender.example", name: "José Álvarez" }]);
    expect(mail.sender).toEqual({ address: "desk@sender.example", name: "Desk, Front" });
    expect(mail.to).toEqual([{ address: "ann@example.com" }, { address: "bob@example.com", name: "Bob (B.)" }]);
    expect(mail.cc).toEqual([{ address: "carol@example.com" }]);
    expect(mail.replyTo).toEqual([{ address: "replies@sender.example" }]);
  });

  test("gives its place in the conversation", () => {
    expect(mail).toMatchObject({
      subject: "Café menu",
      messageId: "<m1@sender.example>",
      inReplyTo: "<m0@example.com>",
      references: ["<r0@example.com>", "<m0@example.com>"],
      date: "2026-03-03T09:11:12.000Z",
    });
  });

  test("gives its first text and html part as the body, flowed text not rejoined", () => {
    expect(mail.text).toBe("Hello €, this is\r\none paragraph. ");
    expect(mail.textFormat).toBe("flowed-delsp");
    expect(mail.html).toBe("<p>Hello €</p>\n");
    expect(mail.exact).toBe(true);
  });

  test("gives every other part as an attachment, RFC 2231 names joined across sections", () => {
    expect(
      mail.attachments.map(({ bytes, ...rest }) => ({ ...rest, content: Buffer.from(bytes).toString("latin1") })),
    ).toEqual([
      {
        filename: "logo.png",
        contentType: "image/png",
        contentId: "logo@sender.example",
        inline: true,
        content: "\x89PNG\r\n\x1a\n",
      },
      { contentType: "text/plain", charset: "utf-8", inline: true, content: "-- \r\nA footer the list added" },
      { filename: "naïve € report.pdf", contentType: "application/pdf", inline: false, content: "%PDF-1.4" },
      {
        contentType: "message/rfc822",
        inline: false,
        content:
          "Subject: inner\r\nContent-Type: multipart/mixed; boundary=inner\r\n\r\n--inner\r\n\r\ninner text\r\n--inner--",
      },
    ]);
  });
});

describe("character sets", () => {
  const mail = readFixture("charsets.eml");

  test("are decoded in headers, bodies and file names", () => {
    expect(mail.from).toEqual([{ address: "a@sender.example", name: "Привет" }]);
    expect(mail.subject).toBe("あいう");
    expect(mail.text).toBe("Привет");
    expect(mail.attachments.map((attachment) => attachment.filename)).toEqual(["kana.txt", "café.txt"]);
  });

  test("that are not declared are UTF-8 when the bytes are, else windows-1252", () => {
    expect(textOf([], Buffer.from("grüße", "utf8"))).toBe("grüße");
    expect(textOf(["Content-Type: text/plain; charset=us-ascii"], Buffer.from("grüße", "latin1"))).toBe("grüße");
    expect(textOf(["Content-Type: text/plain; charset=x-made-up"], Buffer.from("grüße", "latin1"))).toBe("grüße");
  });

  test("whose bytes have no meaning are marked as not exact, a U+FFFD of the sender's is not", () => {
    const body = (bytes: Buffer): ParsedMail =>
      read(Buffer.concat([lines("Content-Type: text/plain; charset=utf-8", "", ""), bytes]));
    expect(body(Buffer.from([0x61, 0xff]))).toMatchObject({ text: "a\ufffd", exact: false });
    expect(body(Buffer.from("a\ufffd"))).toMatchObject({ text: "a\ufffd", exact: true });
  });

  test("UTF-16 follows its byte order mark and keeps it", () => {
    const headers = ["Content-Type: text/plain; charset=utf-16", "Content-Transfer-Encoding: base64"];
    expect(textOf(headers, Buffer.from([0xfe, 0xff, 0x00, 0x61]).toString("base64"))).toBe("\ufeffa");
    expect(textOf(headers, Buffer.from([0xff, 0xfe, 0x61, 0x00]).toString("base64"))).toBe("\ufeffa");
  });
});

describe("a body comes out as it went in", () => {
  const BODIES = [
    "no newline at the end",
    "one newline at the end\r\n",
    "many\r\n\r\n\r\n",
    "\r\nleading newline",
    "trailing blanks  \t\r\n at every line \r\n",
    "\ufeffbyte order mark",
    "a bare \r in the middle\r\n",
    "--not a boundary\r\n.leading dot\r\n-- \r\nsignature\r\n",
    "flowed \r\nline\r\n> quoted \r\n> line\r\n",
    "",
  ];

  test.each(BODIES)("8bit in a multipart: %j", (body) => {
    const raw = `Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; format=flowed\r\n\r\n${body}\r\n--x--\r\n`;
    expect(read(raw).text).toBe(body);
  });

  test.each(BODIES)("8bit alone: %j", (body) => {
    expect(textOf(["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"], body)).toBe(body);
  });

  test.each([...BODIES, "line ends\nof\nanother kind", "old\rmac"])("base64: %j", (body) => {
    const encoded = Buffer.from(body).toString("base64").replace(/.{76}/g, "$&\r\n");
    expect(textOf(["Content-Transfer-Encoding: BASE64 (comment)"], encoded)).toBe(body);
  });

  test.each([...BODIES, "line ends\nof\nanother kind"])("quoted-printable: %j", (body) => {
    const encoded = [...Buffer.from(body)]
      .map((byte, at, all) => {
        const hardBreak = (byte === 13 && all[at + 1] === 10) || (byte === 10 && all[at - 1] === 13);
        const blank = byte === 32 || byte === 9;
        if (hardBreak || (byte > 32 && byte < 127 && byte !== 61)) return String.fromCharCode(byte);
        if (blank && all[at + 1] !== 13 && at + 1 < all.length) return String.fromCharCode(byte);
        return `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
      })
      .join("")
      .replace(/[^=\r\n]{60}/g, "$&=\r\n");
    expect(textOf(["Content-Transfer-Encoding: quoted-printable"], encoded)).toBe(body);
  });

  test("LF and CR messages keep their line ends", () => {
    expect(read("Subject: a\n b\n\nline\nline\n")).toMatchObject({ subject: "a b", text: "line\nline\n" });
    const mac = "Content-Type: multipart/mixed; boundary=x\r\r--x\r\rline\rline\r--x--\r";
    expect(read(mac).text).toBe("line\rline");
  });

  test("quoted-printable loses the blanks that transports add at line ends, and only those", () => {
    expect(textOf(["Content-Transfer-Encoding: quoted-printable"], "a=20  \r\nsoft=  \r\nbreak \t")).toBe(
      "a \r\nsoftbreak",
    );
    expect(textOf(["Content-Transfer-Encoding: quoted-printable"], "1=2 =ZZ =3")).toBe("1=2 =ZZ =3");
  });

  test("base64 survives padding on every line and foreign bytes", () => {
    expect(textOf(["Content-Transfer-Encoding: base64"], "YQ==\r\nYmM=\r\n!ZGVm")).toBe("abcdef");
  });
});

describe("structure", () => {
  test("a multipart without any boundary is kept as text", () => {
    expect(read("Content-Type: multipart/mixed; boundary=x\r\n\r\nhello").text).toBe("hello");
    expect(read("Content-Type: multipart/mixed\r\n\r\nhello").text).toBe("hello");
  });

  test("a missing last boundary ends the part at the end of the message", () => {
    expect(read("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nhello").text).toBe("hello");
  });

  test("boundaries that begin alike are told apart, blanks after one are allowed", () => {
    const raw = lines(
      "Content-Type: multipart/mixed; boundary=x",
      "",
      "--x  ",
      "Content-Type: multipart/alternative; boundary=xx",
      "",
      "--xx",
      "",
      "--xxx is content",
      "--xx--",
      "--x",
      "Content-Type: application/json",
      "",
      "{}",
      "--x--",
    );
    const mail = read(raw);
    expect(mail.text).toBe("--xxx is content");
    expect(mail.attachments).toHaveLength(1);
  });

  test("the parts of a digest are messages unless they say otherwise", () => {
    const mail = read("Content-Type: multipart/digest; boundary=x\r\n\r\n--x\r\n\r\nSubject: a\r\n\r\nb\r\n--x--\r\n");
    expect(mail.text).toBeUndefined();
    expect(mail.attachments).toMatchObject([{ contentType: "message/rfc822" }]);
  });

  test("a text beyond the limit is an attachment, complete, and not the body", () => {
    const mail = readMail(lines("Subject: a", "", "x".repeat(101)), { ...DEFAULT_MAIL_LIMITS, textLimitBytes: 100 });
    expect(mail.text).toBeUndefined();
    expect(mail.attachments).toMatchObject([{ contentType: "text/plain", inline: true }]);
    expect(mail.attachments[0]?.bytes).toHaveLength(101);
  });

  test("a text part that is an attachment is not the body", () => {
    const mail = read(
      lines("Content-Type: text/plain; name=a.txt", "Content-Disposition: attachment", "", "not the body"),
    );
    expect(mail.text).toBeUndefined();
    expect(mail.attachments).toMatchObject([{ filename: "a.txt", inline: false }]);
  });
});

describe("headers", () => {
  test("hide no line end in a subject, a name or a file name", () => {
    const word = "=?utf-8?Q?a=0D=0Ab?=";
    const mail = read(
      lines(`Subject: ${word}`, `From: ${word} <a@example.com>`, `Content-Type: image/png; name="${word}"`, "", ""),
    );
    expect([mail.subject, mail.from[0]?.name, mail.attachments[0]?.filename]).toEqual(["a b", "a b", "a b"]);
  });

  test("are folded by space and tab only", () => {
    const mail = read("Subject: a\r\n\u00a0From: evil@example.com\r\nFrom: b@example.com\r\n\r\n");
    expect(mail.from).toEqual([{ address: "b@example.com" }]);
    expect(mail.subject).toBe("a");
  });

  test("that occur twice count once, the first", () => {
    const mail = read(
      lines("Content-Type: text/html", "Content-Type: text/plain", "Subject: one", "Subject: two", "", "<p>"),
    );
    expect(mail).toMatchObject({ subject: "one", html: "<p>" });
  });

  test("give a date only when there is one", () => {
    expect(read("Date: yesterday\r\n\r\n").date).toBeUndefined();
    expect(read("Date: Thu, 29 Apr 2010 23:34:45 +0900 (JST)\r\n\r\n").date).toBe("2010-04-29T14:34:45.000Z");
  });

  test("give identifiers with brackets, also when the sender left them out", () => {
    expect(read("Message-ID: a@example.com\r\nReferences: b@example.com, c@example.com\r\n\r\n")).toMatchObject({
      messageId: "<a@example.com>",
      references: ["<b@example.com>", "<c@example.com>"],
    });
  });

  test("that tell people from machines are handed on, others are not", () => {
    const mail = read(lines("List-ID: <l.example.com>", "Received: from x", "Precedence: bulk", "", ""));
    expect(mail.headers).toEqual({ "list-id": ["<l.example.com>"], precedence: ["bulk"] });
  });
});
