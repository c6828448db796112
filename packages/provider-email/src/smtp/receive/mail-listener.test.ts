import { X509Certificate } from "node:crypto";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { ListenRequestV1 } from "@plugboard/core/spec";
import { afterEach, describe, expect, test, vi } from "vitest";
import { MailAccount } from "../account/mail-account.js";
import { LoopbackSockets } from "../__fixtures__/loopback-sockets.js";
import { openTestConnection } from "../__fixtures__/open-test-connection.js";
import { RecordingSink } from "../__fixtures__/recording-sink.js";
import { testAuthority, testCertificates } from "../__fixtures__/test-certificates.js";
import type { SmtpCredentials } from "../smtp-credentials.js";
import type { SmtpSettingsInput } from "../smtp-settings.js";
import { MailListener } from "./mail-listener.js";

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function setUp(
  settings: Partial<NonNullable<SmtpSettingsInput["listener"]>> = {},
  credentials: Partial<SmtpCredentials> | (() => Partial<SmtpCredentials>) = {},
  failures = 0,
) {
  const sink = new RecordingSink();
  const sockets = new LoopbackSockets({});
  let port = 0;
  let refusals = failures;
  const listen = sockets.listen.bind(sockets);
  sockets.listen = async (request: ListenRequestV1) => {
    if (refusals-- > 0) throw new Error("address in use");
    const listener = await listen(request);
    port = listener.port;
    return listener;
  };
  const connection = openTestConnection({
    sockets,
    settings: {
      listener: { port: 0, protocol: "smtp", recipients: ["support@example.com", "@shop.example"], ...settings },
    },
    credentials: typeof credentials === "function" ? credentials : () => credentials,
  });
  const aborter = new AbortController();
  const account = new MailAccount(connection);
  const backoff = { baseMs: 1, maxMs: 5 };
  const listener = new MailListener(connection, connection.settings.listener!, account, backoff, 5);
  const ended = listener.run(sink, aborter.signal);
  cleanUps.push(async () => {
    aborter.abort();
    await ended;
  });
  await vi.waitUntil(() => port > 0, { timeout: 15_000 });
  return { sink, connection, port, stop: () => aborter.abort(), ended };
}

const serialOf = (certificate: string): string => new X509Certificate(certificate).serialNumber;

/** Serial number of the certificate that a new connection is shown. */
async function shown(port: number): Promise<string> {
  const plain = await Client.open(port);
  await plain.say("EHLO client.example");
  await plain.say("STARTTLS");
  plain.socket.removeAllListeners("data");
  // Which one it is counts here, not whether it holds.
  const secured = connectTls({ socket: plain.socket, rejectUnauthorized: false });
  await new Promise((resolve) => secured.once("secureConnect", resolve));
  const { serialNumber } = secured.getPeerCertificate();
  secured.destroy();
  return serialNumber;
}

/** A client that says its lines and hears the replies, one each. */
class Client {
  private buffered = "";
  private readonly waiting: ((reply: string) => void)[] = [];
  private readonly replies: string[] = [];
  closed = false;

  constructor(readonly socket: Socket) {
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.closed = true;
      for (const wait of this.waiting.splice(0)) wait("closed");
    });
    socket.on("data", (chunk) => {
      this.buffered += chunk.toString();
      for (let match = this.next(); match !== null; match = this.next()) {
        this.buffered = this.buffered.slice(match[0].length);
        const wait = this.waiting.shift();
        if (wait === undefined) this.replies.push(match[0]);
        else wait(match[0]);
      }
    });
  }

  static async open(port: number): Promise<Client> {
    const client = new Client(connect(port, "127.0.0.1"));
    await client.reply();
    return client;
  }

  async say(line: string): Promise<string> {
    this.socket.write(`${line}\r\n`);
    return await this.reply();
  }

  async reply(): Promise<string> {
    const reply = this.replies.shift();
    if (reply !== undefined) return reply.trim();
    return (await new Promise<string>((resolve) => this.waiting.push(resolve))).trim();
  }

  /** Greets and names sender and recipients. */
  async envelope(to: readonly string[] = ["support@example.com"], greeting = "EHLO client.example"): Promise<string[]> {
    await this.say(greeting);
    await this.say("MAIL FROM:<ada@example.org>");
    const replies: string[] = [];
    for (const address of to) replies.push(await this.say(`RCPT TO:<${address}>`));
    return replies;
  }

  async data(text: string): Promise<string> {
    await this.say("DATA");
    return await this.say(`${text}\r\n.`);
  }

  private next(): RegExpExecArray | null {
    return /^(?:\d{3}-[^\r\n]*\r\n)*\d{3}(?: [^\r\n]*)?\r\n/.exec(this.buffered);
  }
}

const MAIL = "Message-ID: <a@example.org>\r\nSubject: a\r\n\r\nHello\r\n..dot";

describe("a listener", () => {
  test("records what it takes, byte for byte, with the envelope", async () => {
    const { sink, port } = await setUp();
    const client = await Client.open(port);
    expect(await client.envelope(["support@example.com", "Sales@SHOP.example"])).toEqual([
      expect.stringMatching(/^250 /),
      expect.stringMatching(/^250 /),
    ]);
    expect(await client.data(MAIL)).toMatch(/^250 /);
    expect(sink.deliveries).toHaveLength(1);
    expect(Buffer.from(sink.deliveries[0]!.body).toString()).toBe(`${MAIL.replace("..dot", ".dot")}\r\n`);
    expect(sink.deliveries[0]).toMatchObject({
      contentType: "message/rfc822",
      deduplicationKey: expect.stringMatching(/^listener:[0-9a-f]{64}$/),
      attributes: {
        via: "smtp",
        envelopeFrom: "ada@example.org",
        recipients: "support@example.com Sales@SHOP.example",
        receivedAt: expect.any(String),
      },
    });
  });

  test("answers 250 only after the message is durable", async () => {
    const { sink, port } = await setUp();
    let durable = (): void => undefined;
    sink.gate = new Promise((resolve) => (durable = resolve));
    const client = await Client.open(port);
    await client.envelope();
    const answer = client.data(MAIL);
    const marker = Symbol("no answer yet");
    const others = await Client.open(port);
    await others.say("EHLO client.example");
    expect(await Promise.race([answer, others.say("NOOP").then(() => marker)])).toBe(marker);
    durable();
    expect(await answer).toMatch(/^250 /);
  });

  test("answers 451 while the store takes nothing, and takes the next try", async () => {
    const { sink, port, connection } = await setUp();
    sink.down = true;
    const client = await Client.open(port);
    await client.envelope();
    expect(await client.data(MAIL)).toMatch(/^451 4\./);
    sink.down = false;
    await client.envelope();
    expect(await client.data(MAIL)).toMatch(/^250 /);
    expect(sink.deliveries).toHaveLength(1);
    expect(connection.logLines.join()).not.toMatch(/ada|example|Hello/);
  });

  test("knows a message again that is sent a second time because the answer got lost", async () => {
    const { sink, port } = await setUp();
    for (let count = 0; count < 2; count++) {
      const client = await Client.open(port);
      await client.envelope();
      expect(await client.data(MAIL)).toMatch(/^250 /);
    }
    expect([sink.deliveries.length, sink.duplicates]).toEqual([1, 1]);
  });

  test.each(["", "Date: Sun, 22 Nov 2026 10:00:00 +0000\r\n"])(
    "takes two equal messages that say nothing of their origin for two (%j)",
    async (field) => {
      const { sink, port } = await setUp();
      const client = await Client.open(port);
      for (let count = 0; count < 2; count++) {
        await client.envelope();
        await client.data(`${field}Subject: alarm\r\n\r\nok`);
      }
      expect(sink.deliveries).toHaveLength(2);
    },
  );

  test("tells of further recipients that the other side names in a transaction of their own", async () => {
    const { sink, port } = await setUp();
    const client = await Client.open(port);
    for (const to of [["support@example.com"], ["sales@shop.example", "press@shop.example"]]) {
      await client.envelope(to);
      expect(await client.data(MAIL)).toMatch(/^250 /);
    }
    // Its answer got lost: the same recipients, in any order.
    await client.envelope(["press@shop.example", "sales@shop.example"]);
    expect(await client.data(MAIL)).toMatch(/^250 /);
    expect(sink.deliveries.map(({ attributes }) => attributes?.["recipients"])).toEqual([
      "support@example.com",
      "sales@shop.example press@shop.example",
    ]);
    expect(sink.duplicates).toBe(1);
  });
});

describe("what is refused", () => {
  test.each(["nobody@example.com", "support@example.com.evil.example", "support@other.example", "x@sub.shop.example"])(
    "a recipient that is not listed: %s",
    async (address) => {
      const { sink, port } = await setUp();
      const client = await Client.open(port);
      expect(await client.envelope([address])).toEqual([expect.stringMatching(/^550 5\./)]);
      expect(await client.say("DATA")).toMatch(/^5/);
      expect(sink.deliveries).toEqual([]);
    },
  );

  test("a message that is too large, whatever size it announced", async () => {
    const { sink, port } = await setUp({ maxMessageBytes: 2_000 });
    const client = await Client.open(port);
    await client.say("EHLO client.example");
    expect(await client.say("MAIL FROM:<ada@example.org> SIZE=3000")).toMatch(/^552 /);
    await client.say("MAIL FROM:<ada@example.org> SIZE=10");
    await client.say("RCPT TO:<support@example.com>");
    expect(await client.data(`Subject: a\r\n\r\n${"x".repeat(3_000)}`)).toMatch(/^552 5\./);
    expect(sink.deliveries).toEqual([]);
    await client.say("MAIL FROM:<ada@example.org>");
    await client.say("RCPT TO:<support@example.com>");
    expect(await client.data(MAIL)).toMatch(/^250 /);
  });

  test("more mail at once than memory is set aside for, for now", async () => {
    const { sink, port } = await setUp({ maxMessageBytes: 2_000 });
    const clients = await Promise.all(Array.from({ length: 5 }, () => Client.open(port)));
    for (const [index, client] of clients.entries()) {
      await client.envelope();
      await client.say("DATA");
      client.socket.write(`Message-ID: <${index}@x>\r\n\r\n${"x".repeat(1_900)}\r\n`);
    }
    const replies = await Promise.all(clients.map((client) => client.say(".")));
    expect(replies.filter((reply) => reply.startsWith("250"))).toHaveLength(4);
    expect(replies.filter((reply) => reply.startsWith("452"))).toHaveLength(1);
    expect(sink.deliveries).toHaveLength(4);
    const again = clients[replies.findIndex((reply) => reply.startsWith("452"))]!;
    await again.envelope();
    expect(await again.data(MAIL)).toMatch(/^250 /);
  });

  test("more recipients than a hundred, for now", async () => {
    const { port } = await setUp();
    const client = await Client.open(port);
    const replies = await client.envelope(Array.from({ length: 101 }, (_, count) => `r${count}@shop.example`));
    expect(replies.slice(0, 100).every((reply) => reply.startsWith("250"))).toBe(true);
    expect(replies[100]).toMatch(/^452 /);
  });

  test("more clients than allowed", async () => {
    const { port } = await setUp({ maxConnections: 1 });
    const first = await Client.open(port);
    await first.say("EHLO client.example");
    const second = new Client(connect(port, "127.0.0.1"));
    expect(await second.reply()).toMatch(/^421 /);
  });

  test("a message smuggled in behind a line end that is none", async () => {
    const { sink, port } = await setUp();
    for (const end of ["\n.\n", "\n.\r\n", "\r.\r", "\r\n.\n", "\r\n.\r", "\r\n\0.\r\n"]) {
      const client = await Client.open(port);
      await client.envelope();
      await client.say("DATA");
      const smuggled = `MAIL FROM:<admin@example.com>\r\nRCPT TO:<support@example.com>\r\nDATA\r\nSubject: evil\r\n\r\nx`;
      client.socket.write(`Message-ID: <${Buffer.from(end).toString("hex")}@x>\r\n\r\nfirst${end}${smuggled}\r\n.\r\n`);
      expect(await client.reply()).toMatch(/^250 /);
      client.socket.destroy();
    }
    expect(sink.deliveries).toHaveLength(6);
    expect(sink.deliveries.every(({ body }) => Buffer.from(body).includes("Subject: evil"))).toBe(true);
  });

  test("relaying and logging in are not offered", async () => {
    const { port } = await setUp();
    const client = await Client.open(port);
    const extensions = await client.say("EHLO client.example");
    expect(extensions).not.toMatch(/AUTH|STARTTLS/);
    expect(await client.say("AUTH PLAIN AGEAYg==")).toMatch(/^5/);
  });
});

describe("LMTP", () => {
  test("answers the message once per recipient", async () => {
    const { sink, port } = await setUp({ protocol: "lmtp" });
    const client = await Client.open(port);
    await client.envelope(["support@example.com", "sales@shop.example"], "LHLO client.example");
    expect(await client.data(MAIL)).toMatch(/^250 /);
    expect(await client.reply()).toMatch(/^250 /);
    expect(sink.deliveries).toHaveLength(1);
    expect(sink.deliveries[0]!.attributes).toMatchObject({ via: "lmtp" });
  });

  test("asks each recipient's sender to try again while the store takes nothing", async () => {
    const { sink, port } = await setUp({ protocol: "lmtp" });
    sink.down = true;
    const client = await Client.open(port);
    await client.envelope(["support@example.com", "sales@shop.example"], "LHLO client.example");
    expect(await client.data(MAIL)).toMatch(/^451 /);
    expect(await client.reply()).toMatch(/^451 /);
  });
});

describe("the life of a listener", () => {
  test("offers STARTTLS where it has a certificate", async () => {
    const { cert, key } = testCertificates.server;
    const { sink, port } = await setUp({}, { listenerCertificate: cert, listenerPrivateKey: key });
    const plain = await Client.open(port);
    expect(await plain.say("EHLO client.example")).toContain("STARTTLS");
    await plain.say("STARTTLS");
    plain.socket.removeAllListeners("data");
    const secured = connectTls({ socket: plain.socket, ca: testAuthority, servername: "localhost" });
    await new Promise((resolve) => secured.once("secureConnect", resolve));
    const client = new Client(secured);
    await client.envelope();
    expect(await client.data(MAIL)).toMatch(/^250 /);
    expect(sink.deliveries).toHaveLength(1);
  });

  test("shows a renewed certificate without a restart; one of no use leaves the one before, and what is open goes on", async () => {
    const { server, expired } = testCertificates;
    let certificate: Partial<SmtpCredentials> = { listenerCertificate: expired.cert, listenerPrivateKey: expired.key };
    const { sink, port, connection } = await setUp({}, () => certificate);
    const before = await Client.open(port);
    await before.envelope();
    expect(await shown(port)).toBe(serialOf(expired.cert));
    certificate = { listenerCertificate: server.cert, listenerPrivateKey: server.key };
    await vi.waitUntil(async () => (await shown(port)) === serialOf(server.cert), { timeout: 15_000 });
    expect(await before.data(MAIL)).toMatch(/^250 /);
    expect(sink.deliveries).toHaveLength(1);
    certificate = { listenerCertificate: expired.cert, listenerPrivateKey: server.key };
    await vi.waitUntil(() => connection.logLines.join().includes("CERTIFICATE_UNUSABLE"), { timeout: 15_000 });
    expect(await shown(port)).toBe(serialOf(server.cert));
    expect(connection.logLines.filter((line) => line.includes("CERTIFICATE_UNUSABLE"))).toHaveLength(1);
  });

  test("an address that is taken is tried again, and said to be", async () => {
    const { sink } = await setUp({}, {}, 2);
    const failed = { state: "disconnected", party: "host", code: "LISTEN_FAILED" };
    expect(sink.health).toEqual([failed, failed, { state: "connected" }]);
  });

  test("a client that breaks off costs itself its message alone", async () => {
    const { sink, port } = await setUp();
    const client = await Client.open(port);
    await client.envelope();
    await client.say("DATA");
    client.socket.write("Subject: half\r\n\r\nhal");
    client.socket.resetAndDestroy();
    const other = await Client.open(port);
    await other.envelope();
    expect(await other.data(MAIL)).toMatch(/^250 /);
    expect(sink.subjects).toEqual(["a"]);
  });

  test("ends with the signal, connections included", async () => {
    const { port, stop, ended } = await setUp();
    const client = await Client.open(port);
    stop();
    await ended;
    await vi.waitUntil(() => client.closed, { timeout: 15_000 });
  });
});
