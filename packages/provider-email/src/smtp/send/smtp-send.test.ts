import PostalMime from "postal-mime";
import { afterEach, describe, expect, test } from "vitest";
import { emailTransfer } from "../__fixtures__/email-transfer.js";
import { OpenChannels } from "../__fixtures__/open-channels.js";
import { startSubmissionServer } from "../__fixtures__/submission-server.js";

const open = new OpenChannels();
afterEach(async () => {
  await open.closeAll();
});

async function setUp(...options: Parameters<typeof startSubmissionServer>) {
  const server = open.add(await startSubmissionServer(...options));
  return { ...server, channel: await open.channel({ smtp: { port: server.port } }) };
}

function headerOf(raw: Buffer): string {
  return raw.toString().split("\r\n\r\n", 1).join();
}

describe("a message", () => {
  test("is handed over, and its Message-ID is the provider's id", async () => {
    const { channel, mails } = await setUp();
    const outcome = await channel.send(emailTransfer({ text: "Hi Ada,\nall well?\n" }));
    expect(outcome).toEqual({
      outcome: "received",
      providerMessageId: expect.stringMatching(/^<plugboard\.[0-9a-f]{40}@example\.com>$/),
    });
    expect(mails[0]).toMatchObject({ from: "support@example.com", to: ["ada@example.org"] });
    const parsed = await PostalMime.parse(mails[0]!.raw);
    expect(parsed).toMatchObject({
      subject: "Hello",
      text: "Hi Ada,\nall well?\n",
      from: { address: "support@example.com", name: "Example Support" },
      to: [{ address: "ada@example.org", name: "Ada Lovelace" }],
      messageId: (outcome as { providerMessageId: string }).providerMessageId,
    });
  });

  test("keeps its Message-ID over attempts, and no two messages share one", async () => {
    const { channel } = await setUp();
    const transfer = emailTransfer({ text: "x" });
    const first = await channel.send(transfer);
    const second = await channel.send({ ...transfer, attempt: 2, transferId: "another" });
    expect(second).toEqual(first);
    expect(await channel.send(emailTransfer({ text: "x" }))).not.toEqual(first);
  });

  test("names copies in the header and blind copies in the envelope alone", async () => {
    const { channel, mails } = await setUp();
    const recipient = (role: "to" | "cc" | "bcc", name: string) => ({
      role,
      address: { kind: "email" as const, value: `${name}@example.org` },
    });
    await channel.send(
      emailTransfer(
        { text: "x" },
        { recipients: [recipient("to", "ada"), recipient("cc", "bob"), recipient("bcc", "cyd")] },
      ),
    );
    expect(mails[0]!.to).toEqual(["ada@example.org", "bob@example.org", "cyd@example.org"]);
    expect(await PostalMime.parse(mails[0]!.raw)).toMatchObject({
      to: [{ address: "ada@example.org" }],
      cc: [{ address: "bob@example.org" }],
    });
    expect(mails[0]!.raw.toString()).not.toMatch(/cyd|bcc/i);
  });

  test("with blind copies alone names nobody", async () => {
    const { channel, mails } = await setUp();
    const recipients = [{ role: "bcc" as const, address: { kind: "email" as const, value: "cyd@example.org" } }];
    await channel.send(emailTransfer({ text: "x" }, { recipients }));
    expect(headerOf(mails[0]!.raw)).toMatch(/^To: undisclosed-recipients:;$/m);
    expect(mails[0]!.to).toEqual(["cyd@example.org"]);
  });

  test("carries text, HTML, an inline image and a file in the structure readers expect", async () => {
    const { channel, mails } = await setUp();
    const image = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
    await channel.send(
      emailTransfer({
        text: "see below",
        html: '<p>see <img src="cid:logo@1"></p>',
        attachments: [
          { filename: "logo.png", contentType: "image/png", bytes: image, contentId: "logo@1" },
          { filename: "Rechnung März.pdf", contentType: "application/pdf", bytes: image },
        ],
      }),
    );
    const raw = mails[0]!.raw.toString();
    const types = [...raw.matchAll(/^Content-Type: ([a-z]+\/[a-z]+)/gm)].map(([, type]) => type);
    expect(types).toEqual([
      "multipart/mixed",
      "multipart/alternative",
      "text/plain",
      "multipart/related",
      "text/html",
      "image/png",
      "application/pdf",
    ]);
    const { attachments } = await PostalMime.parse(mails[0]!.raw);
    expect(attachments.map(({ filename, contentId, disposition }) => ({ filename, contentId, disposition }))).toEqual([
      { filename: "logo.png", contentId: "<logo@1>", disposition: "inline" },
      { filename: "Rechnung März.pdf", contentId: undefined, disposition: "attachment" },
    ]);
    for (const { content } of attachments) expect(new Uint8Array(content as ArrayBuffer)).toEqual(image);
  });

  test("carries threading, unsubscribing and fields of its own", async () => {
    const { channel, mails } = await setUp();
    await channel.send(
      emailTransfer({
        text: "x",
        replyTo: { kind: "email", value: "answers@example.com", name: "Antworten für Sie" },
        inReplyTo: "<question@example.org>",
        references: ["<first@example.org>", "<question@example.org>"],
        listUnsubscribe: { url: "https://example.com/u?t=1", mailto: "mailto:u@example.com?subject=u" },
        headers: { "X-Ticket": "4711", "List-Id": "news <news.example.com>" },
      }),
    );
    const parsed = await PostalMime.parse(mails[0]!.raw);
    expect(parsed).toMatchObject({
      replyTo: [{ address: "answers@example.com", name: "Antworten für Sie" }],
      inReplyTo: "<question@example.org>",
    });
    const header = headerOf(mails[0]!.raw).replace(/\r\n[ \t]/g, " ");
    expect(header).toContain("References: <first@example.org> <question@example.org>");
    expect(header).toContain("List-Unsubscribe: <https://example.com/u?t=1>, <mailto:u@example.com?subject=u>");
    expect(header).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    expect(header).toContain("X-Ticket: 4711");
    expect(header).toContain("List-Id: news <news.example.com>");
  });

  test("offers one-click only where there is an https address", async () => {
    const { channel, mails } = await setUp();
    await channel.send(emailTransfer({ text: "x", listUnsubscribe: { mailto: "mailto:u@example.com" } }));
    expect(headerOf(mails[0]!.raw)).not.toContain("List-Unsubscribe-Post");
  });

  test("answers the message the host names, where the content names none", async () => {
    const { channel, mails } = await setUp();
    await channel.send(emailTransfer({ text: "x" }, { replyToProviderMessageId: "<question@example.org>" }));
    expect(headerOf(mails[0]!.raw)).toMatch(
      /^In-Reply-To: <question@example\.org>\r\nReferences: <question@example\.org>$/m,
    );
  });

  test("goes out under the sender it names, and bounces go to the return path", async () => {
    const server = open.add(await startSubmissionServer());
    const channel = await open.channel(
      { smtp: { port: server.port } },
      { settings: { returnPath: "bounces@example.com" } },
    );
    await channel.send(
      emailTransfer({ text: "x" }, { sender: { kind: "email", value: "sales@example.com", name: 'A "B" C' } }),
    );
    expect(server.mails[0]!.from).toBe("bounces@example.com");
    expect(await PostalMime.parse(server.mails[0]!.raw)).toMatchObject({
      from: { address: "sales@example.com", name: 'A "B" C' },
    });
  });

  test("takes a domain of other letters in its ASCII form", async () => {
    const { channel, mails } = await setUp({ hideSMTPUTF8: true });
    const recipients = [{ address: { kind: "email" as const, value: "ada@bücher.example" } }];
    expect(await channel.send(emailTransfer({ text: "x" }, { recipients }))).toMatchObject({ outcome: "received" });
    expect(headerOf(mails[0]!.raw)).toMatch(/^To: ada@xn--bcher-kva\.example$/m);
  });

  test("an attached message goes unencoded where it is canonical, else it is refused", async () => {
    const { channel, mails } = await setUp();
    const attached = (text: string) =>
      emailTransfer({
        text: "x",
        attachments: [{ filename: "m.eml", contentType: "message/rfc822", bytes: Buffer.from(text) }],
      });
    expect(await channel.send(attached("Subject: a\r\n\r\n.dot\r\nFrom b\r\n"))).toMatchObject({ outcome: "received" });
    expect(mails[0]!.raw.toString()).toContain("Content-Transfer-Encoding: 7bit");
    expect(mails[0]!.raw.toString()).toContain("\r\n\r\nSubject: a\r\n\r\n.dot\r\nFrom b\r\n\r\n--");
    for (const text of [
      "Subject: a\n\nb\n",
      "Subject: a\r\n\r\nb",
      "Subject: ä\r\n\r\n",
      `X: ${"x".repeat(1_000)}\r\n`,
    ])
      expect(await channel.send(attached(text))).toEqual({
        outcome: "refused",
        code: "ATTACHMENT_NOT_CARRIED",
        party: "account",
      });
  });
});

describe("an address with other letters before the @", () => {
  const transfer = () =>
    emailTransfer({ text: "x" }, { recipients: [{ address: { kind: "email", value: "jürgen@bücher.example" } }] });

  test("is carried as it is where the server knows SMTPUTF8", async () => {
    const { channel, server, mails } = await setUp();
    const said: unknown[] = [];
    server.onMailFrom = ({ args }, _session, done) => {
      said.push(args);
      done();
    };
    expect(await channel.send(transfer())).toMatchObject({ outcome: "received" });
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({ outcome: "received" });
    expect(mails[0]!.to).toEqual(["jürgen@bücher.example"]);
    expect(said).toEqual([
      expect.objectContaining({ SMTPUTF8: true, BODY: "8BITMIME" }),
      expect.not.objectContaining({ BODY: "8BITMIME" }),
    ]);
  });

  test.each([
    ["the sender, while bounces go elsewhere", {}, { sender: { kind: "email", value: "jürgen@example.com" } }],
    ["the reply address", { replyTo: { kind: "email", value: "jürgen@example.com" } }, {}],
  ] as const)(
    "is refused where it is that of %s alone, which cannot be announced",
    async (_whose, content, message) => {
      const server = open.add(await startSubmissionServer());
      const channel = await open.channel(
        { smtp: { port: server.port } },
        { settings: { returnPath: "bounces@example.com" } },
      );
      expect(await channel.send(emailTransfer({ text: "x", ...content }, message))).toEqual({
        outcome: "refused",
        code: "ADDRESS_NOT_CARRIED",
        party: "account",
      });
      expect(server.mails).toEqual([]);
    },
  );

  test("is refused where it does not", async () => {
    const { channel, mails } = await setUp({ hideSMTPUTF8: true });
    expect(await channel.send(transfer())).toEqual({
      outcome: "refused",
      code: "ADDRESS_NOT_CARRIED",
      party: "provider",
    });
    expect(mails).toEqual([]);
  });
});

describe("size", () => {
  test("above what the server announces is refused before anything of the message is sent", async () => {
    const { channel, server, mails } = await setUp({ size: 20_000 });
    const commands: string[] = [];
    server.onMailFrom = (_address, _session, done) => {
      commands.push("mail");
      done();
    };
    expect(await channel.send(emailTransfer({ text: "x".repeat(30_000) }))).toEqual({
      outcome: "refused",
      code: "MESSAGE_TOO_LARGE",
      party: "account",
    });
    expect(commands).toEqual([]);
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({ outcome: "received" });
    expect(mails).toHaveLength(1);
  });

  test("of 20 MB passes", async () => {
    const { channel, mails } = await setUp();
    const bytes = Buffer.alloc(20_000_000, 7);
    const attachments = [{ filename: "a.bin", contentType: "application/octet-stream", bytes }];
    expect(await channel.send(emailTransfer({ text: "x", attachments }))).toMatchObject({ outcome: "received" });
    const {
      attachments: [file],
    } = await PostalMime.parse(mails[0]!.raw);
    expect(Buffer.from(file!.content as ArrayBuffer).equals(bytes)).toBe(true);
  });
});
