import { TransferFailedError } from "@plugboard/core/spec";
import { afterEach, describe, expect, test, vi } from "vitest";
import { emailTransfer } from "../__fixtures__/email-transfer.js";
import { OpenChannels } from "../__fixtures__/open-channels.js";
import { ScriptedSmtpServer, type SmtpScript } from "../__fixtures__/scripted-smtp-server.js";

const open = new OpenChannels();
afterEach(async () => {
  await open.closeAll();
});

async function setUp(script: SmtpScript, settings: object = {}) {
  const server = open.add(new ScriptedSmtpServer());
  server.script = script;
  const port = await server.start();
  return { server, channel: await open.channel({ smtp: { port } }, { settings }) };
}

const lost = { outcome: "try-again", code: "CONNECTION_LOST", party: "network", scope: "message" };
const silent = { outcome: "try-again", code: "ANSWER_TIMEOUT", party: "provider", scope: "message" };
const unknown = (party: string) => ({ outcome: "unknown", code: "ANSWER_MISSING", party });

describe.each(["drop", "reset"])("the connection ends (%s)", (step) => {
  test.each<[string, SmtpScript, object]>([
    ["after EHLO", { ehlo: step }, lost],
    ["after MAIL FROM", { mail: step }, lost],
    ["after RCPT TO", { rcpt: [step] }, lost],
    ["after DATA", { data: step }, lost],
    ["after the final dot", { body: step }, unknown("network")],
  ])("%s", async (_name, script, expected) => {
    const { channel } = await setUp(script);
    expect(await channel.send(emailTransfer({ text: "x" }))).toEqual(expected);
  });

  test("instead of a greeting", async () => {
    const { channel } = await setUp({ greeting: step });
    // Where the end overtakes the beginning, the sockets report it, and the host knows what that means.
    const outcome = await channel.send(emailTransfer({ text: "x" })).catch((error: unknown) => error);
    if (TransferFailedError.isInstance(outcome)) expect(outcome.details).toMatchObject({ requestSent: false });
    else expect(outcome).toEqual(lost);
  });

  test("within the message, long before its end: tried again", async () => {
    // More than all buffers between here and there hold, so that the end cannot have been written.
    const { channel, server } = await setUp({
      ehlo: "250 mail.example.org",
      duringBody: { afterBytes: 100_000, step },
    });
    const attachments = [{ filename: "a", contentType: "a/b", bytes: Buffer.alloc(18_000_000, 7) }];
    expect(await channel.send(emailTransfer({ text: "x", attachments }))).toEqual(lost);
    expect(server.taken).toBe(0);
  });
});

describe("the server falls silent until the deadline", () => {
  test.each<[string, SmtpScript, object]>([
    ["instead of a greeting", { greeting: "stall" }, silent],
    ["after EHLO", { ehlo: "stall" }, silent],
    ["after MAIL FROM", { mail: "stall" }, silent],
    ["after RCPT TO", { rcpt: ["stall"] }, silent],
    ["after DATA", { data: "stall" }, silent],
    ["after the final dot", { body: "stall" }, unknown("provider")],
  ])("%s", async (_name, script, expected) => {
    const { channel } = await setUp(script);
    const startedMs = performance.now();
    const outcome = await channel.send(emailTransfer({ text: "x" }, {}, { deadlineAtMs: Date.now() + 300 }));
    expect(outcome).toEqual(expected);
    expect(performance.now() - startedMs).toBeLessThan(1_500);
  });
});

describe("answers on the wire", () => {
  test.each<[string, SmtpScript, object]>([
    [
      "greeting 421",
      { greeting: "421 4.3.2 busy" },
      { outcome: "try-again", scope: "channel", providerCode: "421 4.3.2" },
    ],
    ["greeting 554", { greeting: "554 go away" }, { outcome: "try-again", scope: "channel", providerCode: "554" }],
    [
      "greeting that is no SMTP",
      { greeting: "HTTP/1.1 400 Bad Request" },
      { outcome: "try-again", code: "ANSWER_UNREADABLE" },
    ],
    ["MAIL FROM 550", { mail: "550 5.1.8 who" }, { outcome: "refused", code: "SENDER_REFUSED", party: "account" }],
    [
      "MAIL FROM 451",
      { mail: "451 4.3.0 later" },
      { outcome: "try-again", scope: "message", providerCode: "451 4.3.0" },
    ],
    [
      "RCPT TO 550",
      { rcpt: ["550 5.1.1 nobody"] },
      { outcome: "refused", code: "RECIPIENT_UNKNOWN", party: "recipient" },
    ],
    [
      "RCPT TO 450",
      { rcpt: ["450 4.2.1 busy"] },
      { outcome: "try-again", code: "MAILBOX_UNAVAILABLE", party: "recipient" },
    ],
    [
      "RCPT TO 550 and still eager for DATA",
      { rcpt: ["550 5.1.1 nobody"], data: "354 go on" },
      { outcome: "refused", code: "RECIPIENT_UNKNOWN" },
    ],
    [
      "MAIL FROM 550 and still eager for DATA",
      { mail: "550 5.1.8 who", data: "354 go on" },
      { outcome: "refused", code: "SENDER_REFUSED" },
    ],
    ["DATA 451", { data: "451 4.3.0 later" }, { outcome: "try-again", providerCode: "451 4.3.0" }],
    ["message 550", { body: "550 5.7.1 spam" }, { outcome: "refused", code: "POLICY_REFUSED", party: "account" }],
    ["message 451", { body: "451 4.3.0 later" }, { outcome: "try-again", code: "PROVIDER_UNAVAILABLE" }],
    ["message 552", { body: "552 5.3.4 big" }, { outcome: "refused", code: "MESSAGE_TOO_LARGE" }],
    ["message answered by nonsense", { body: "what?" }, { outcome: "unknown" }],
  ])("%s", async (_name, script, expected) => {
    const { channel } = await setUp(script);
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject(expected);
  });

  test.each(["SIZE  100", "SIZE 100 bytes", "SIZE\t100"])(
    "EHLO with the limit in the form %j: what is longer is refused before anything of it is sent",
    async (size) => {
      const { channel, server } = await setUp({ ehlo: `250-mail.example.org\r\n250 ${size}` });
      const expected = { outcome: "refused", code: "MESSAGE_TOO_LARGE", party: "account" };
      expect(await channel.send(emailTransfer({ text: "x" }))).toEqual(expected);
      expect(server.verbs).not.toContain("mail");
    },
  );

  test("EHLO with an extension whose name only ends like SIZE sets no limit", async () => {
    const { channel } = await setUp({ ehlo: "250-mail.example.org\r\n250 X-SIZE 100" });
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({ outcome: "received" });
  });

  test("a refusal leaves the session usable: the next message goes over the same connection", async () => {
    const { channel, server } = await setUp({ rcpt: ["550 5.1.1 nobody"] });
    await channel.send(emailTransfer({ text: "x" }));
    server.script = {};
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({ outcome: "received" });
    expect(server.connections).toBe(1);
  });

  test.each(["552 5.3.4 too big", "452 4.3.1 not now"])(
    "before the end of the message (%s) ends the connection: nothing is said into what is left of it, which is nobody's message",
    async (step) => {
      const { channel, server } = await setUp({
        ehlo: "250 mail.example.org",
        duringBody: { afterBytes: 100_000, step },
        body: "stall",
      });
      const attachments = [{ filename: "a", contentType: "a/b", bytes: Buffer.alloc(18_000_000, 7) }];
      const outcome = await channel.send(emailTransfer({ text: "x", attachments }));
      expect(outcome).toMatchObject({
        outcome: step.startsWith("5") ? "refused" : "try-again",
        providerCode: step.slice(0, 9),
      });
      await expect.poll(() => channel.sockets.open.size).toBe(0);
      expect(server.taken).toBe(0);
    },
  );

  test("carry no address and no server text into outcomes and logs", async () => {
    const { channel } = await setUp({ rcpt: ["550 5.1.1 <ada@example.org>: Ada Lovelace is unknown"] });
    const outcome = await channel.send(emailTransfer({ text: "canary" }));
    expect(JSON.stringify([outcome, channel.logLines])).not.toMatch(/ada|lovelace|canary|unknown:|example/i);
  });
});

describe("a server that sends line after line", () => {
  const flood = "\r\n".repeat(20_000);

  test.each<[string, SmtpScript, object]>([
    [
      "instead of a greeting",
      { greeting: `${flood}220 mail.example.org` },
      { outcome: "try-again", code: "ANSWER_UNREADABLE" },
    ],
    [
      "instead of an answer to MAIL FROM",
      { mail: `${flood}250 ok` },
      { outcome: "try-again", code: "ANSWER_UNREADABLE" },
    ],
    ["after the final dot", { body: `${flood}250 ok` }, { outcome: "unknown", code: "ANSWER_MISSING" }],
  ])("%s is let go of, so that it keeps nobody else waiting", async (_name, script, expected) => {
    const { channel } = await setUp(script);
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject(expected);
    await expect.poll(() => channel.sockets.open.size).toBe(0);
  });

  test("as long as it answers may send many", async () => {
    const lines = "250-a\r\n".repeat(3_000);
    const { channel } = await setUp({ ehlo: `${lines}250 b`, mail: `${lines}250 b`, body: `${lines}250 b` });
    for (let count = 0; count < 3; count++)
      expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({ outcome: "received" });
  });
});

describe("some recipients refused", () => {
  const recipients = ["ada", "bob", "cyd", "bob"].map((name) => ({
    address: { kind: "email" as const, value: `${name}@example.org` },
  }));

  test("while the message is taken for the others: received, with their positions", async () => {
    const { channel } = await setUp({ rcpt: ["250 ok", "550 5.1.1 nobody", "451 4.3.0 later"] });
    expect(await channel.send(emailTransfer({ text: "x" }, { recipients }))).toEqual({
      outcome: "received",
      providerMessageId: expect.any(String),
      refusedRecipients: [
        { index: 1, code: "RECIPIENT_UNKNOWN", providerCode: "550 5.1.1", suppress: "hard-bounce" },
        { index: 3, code: "RECIPIENT_UNKNOWN", providerCode: "550 5.1.1", suppress: "hard-bounce" },
        { index: 2, code: "RECIPIENT_DEFERRED", providerCode: "451 4.3.0" },
      ],
    });
  });

  test.each(["4xx", "what?", "1 2"])("with a word that is no answer (%s): nobody knows of that one", async (word) => {
    const { channel } = await setUp({ rcpt: ["250 ok", word, "250 ok"] });
    expect(await channel.send(emailTransfer({ text: "x" }, { recipients: recipients.slice(0, 3) }))).toEqual({
      outcome: "received",
      providerMessageId: expect.any(String),
      refusedRecipients: [{ index: 1, code: "RECIPIENT_UNCERTAIN" }],
    });
  });

  test.each([
    [
      "nobody has any of these addresses: none is written to again",
      ["550 5.1.1 nobody", "550 5.2.1 off"],
      "hard-bounce",
    ],
    ["one was refused for another reason: that one may be written to", ["550 5.1.1 nobody", "550 5.7.1 no"], undefined],
    ["the server gives no detail: its own policy, perhaps", ["550 no", "550 no"], undefined],
    ["the server calls it undefined: its own policy, perhaps", ["550 5.0.0 no", "550 5.1.1 no"], undefined],
    ["the way there is not known here", ["550 5.4.4 no", "550 5.4.4 no"], undefined],
  ])("all: refused; %s", async (_name, [first = "", rest = ""], suppress) => {
    const { channel } = await setUp({ rcpt: [first, rest, rest] });
    const outcome = await channel.send(emailTransfer({ text: "x" }, { recipients }));
    expect(outcome).toMatchObject({ outcome: "refused" });
    expect("suppress" in outcome ? outcome.suppress : undefined).toBe(suppress);
  });

  test("all, and one only for now: tried again, because that one may get it", async () => {
    const { channel } = await setUp({ rcpt: ["550 5.1.1 nobody", "451 4.3.0 later", "550 5.1.1 nobody"] });
    expect(await channel.send(emailTransfer({ text: "x" }, { recipients }))).toMatchObject({ outcome: "try-again" });
  });
});

describe("a server that takes only so many recipients at once (452)", () => {
  const recipients = ["ada", "bob", "cyd"].map((name) => ({
    address: { kind: "email" as const, value: `${name}@example.org` },
  }));
  const mail = () => emailTransfer({ text: "x" }, { recipients });
  const one = "250 ok";
  const full = "452 4.5.3 too many";

  test.each([full, "552 too many, as RFC 821 had it"])(
    "gets the rest in transactions of their own: %s",
    async (word) => {
      const { channel, server } = await setUp({ rcpt: [one, word] });
      expect(await channel.send(mail())).toEqual({ outcome: "received", providerMessageId: expect.any(String) });
      expect([server.taken, server.connections]).toEqual([3, 1]);
    },
  );

  test("and refuses one of the rest", async () => {
    const { channel, server } = await setUp({ rcpt: [one, full] });
    server.onMail = (count) => {
      if (count === 2) server.script = { rcpt: ["550 5.1.1 nobody", one] };
    };
    expect(await channel.send(mail())).toMatchObject({
      outcome: "received",
      refusedRecipients: [{ index: 1, code: "RECIPIENT_UNKNOWN", providerCode: "550 5.1.1", suppress: "hard-bounce" }],
    });
    expect(server.taken).toBe(2);
  });

  test("and refuses all of the rest: each has its own answer", async () => {
    const { channel, server } = await setUp({ rcpt: [one, full] });
    server.onMail = (count) => {
      if (count === 2) server.script = { rcpt: ["550 5.1.1 nobody", "451 4.3.0 later"] };
    };
    expect(await channel.send(mail())).toMatchObject({
      outcome: "received",
      refusedRecipients: [
        { index: 1, code: "RECIPIENT_UNKNOWN", providerCode: "550 5.1.1", suppress: "hard-bounce" },
        { index: 2, code: "RECIPIENT_DEFERRED", providerCode: "451 4.3.0" },
      ],
    });
    expect(server.taken).toBe(1);
  });

  test.each<[string, SmtpScript, string]>([
    ["is lost before the rest", { mail: "drop" }, "RECIPIENT_DEFERRED"],
    ["is lost after the rest's final dot", { body: "drop" }, "RECIPIENT_UNCERTAIN"],
  ])("and %s: received by those who have it, said of those who may not", async (_name, script, code) => {
    const { channel, server } = await setUp({ rcpt: [one, full] });
    server.onMail = (count) => {
      if (count === 2) server.script = script;
    };
    expect(await channel.send(mail())).toMatchObject({
      outcome: "received",
      refusedRecipients: [
        { index: 1, code },
        { index: 2, code },
      ],
    });
  });
});

describe("connections", () => {
  test("are reused, and replaced after so many messages", async () => {
    const { channel, server } = await setUp({}, { pool: { messagesPerConnection: 3 } });
    for (let count = 0; count < 7; count++) await channel.send(emailTransfer({ text: "x" }));
    expect([server.taken, server.connections]).toEqual([7, 3]);
  });

  test("that were kept are put to the transfer that uses them, so that the host knows what left in it", async () => {
    const { channel } = await setUp({});
    await channel.send(emailTransfer({ text: "x" }));
    expect(channel.sockets.reused).toEqual([]);
    await channel.send(emailTransfer({ text: "x" }, {}, { transferId: "second" }));
    expect(channel.sockets.reused).toEqual([{ operation: "send", transferId: "second" }]);
  });

  test("are at most as many as set, however many messages wait", async () => {
    const { channel, server } = await setUp({}, { pool: { connections: 2 } });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => channel.send(emailTransfer({ text: "x" }))));
    expect(outcomes.every(({ outcome }) => outcome === "received")).toBe(true);
    expect([server.taken, server.connections]).toEqual([20, 2]);
  });

  test("a message that finds none free in time is tried again", async () => {
    const { channel } = await setUp({ body: "stall" }, { pool: { connections: 1 } });
    const first = channel.send(emailTransfer({ text: "x" }, {}, { deadlineAtMs: Date.now() + 400 }));
    const second = await channel.send(emailTransfer({ text: "x" }, {}, { deadlineAtMs: Date.now() + 100 }));
    expect(second).toEqual({ outcome: "try-again", code: "NO_FREE_CONNECTION", party: "host" });
    expect(await first).toMatchObject({ outcome: "unknown" });
  });

  test("one that the server closed meanwhile is replaced without the message noticing", async () => {
    const { channel, server } = await setUp({});
    await channel.send(emailTransfer({ text: "x" }));
    server.script = { mail: "drop" };
    const restored = channel.sockets.connect.bind(channel.sockets);
    channel.sockets.connect = async (request) => {
      server.script = {};
      return await restored(request);
    };
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({ outcome: "received" });
    expect([server.taken, server.connections]).toEqual([2, 2]);
  });

  test("a message whose final dot went over a kept connection is never sent again by itself", async () => {
    const { channel, server } = await setUp({});
    await channel.send(emailTransfer({ text: "x" }));
    server.script = { body: "drop" };
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({ outcome: "unknown" });
    expect([server.taken, server.connections]).toEqual([2, 1]);
  });

  test("whose server does not answer to QUIT are closed all the same", async () => {
    const { channel } = await setUp({ quit: "stall" }, { pool: { messagesPerConnection: 1 } });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      await channel.send(emailTransfer({ text: "x" }));
      await vi.advanceTimersByTimeAsync(10_000);
    } finally {
      vi.useRealTimers();
    }
    await expect.poll(() => channel.sockets.open.size).toBe(0);
  });

  test("on which something came that nobody asked for are used no more: it would be taken for the next message's answer", async () => {
    const { channel, server } = await setUp(
      { body: "250 2.0.0 queued\r\n250 2.0.0 more\r\n250 2.0.0 and more" },
      { pool: { connections: 1 } },
    );
    const first = channel.send(emailTransfer({ text: "x" }));
    const second = channel.send(emailTransfer({ text: "x" }));
    expect(await first).toMatchObject({ outcome: "received" });
    server.script = { body: "550 5.7.1 not this one" };
    expect(await second).toMatchObject({ outcome: "refused", providerCode: "550 5.7.1" });
    expect([server.taken, server.connections]).toEqual([2, 2]);
  });

  test("end when the channel closes, those in use at once", async () => {
    const { channel, server } = await setUp({ data: "stall" });
    const pending = channel.send(emailTransfer({ text: "x" }));
    await expect.poll(() => server.verbs.includes("data")).toBe(true);
    await channel.instance.close();
    expect(await pending).toEqual(lost);
    await expect.poll(() => channel.sockets.open.size).toBe(0);
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({
      outcome: "try-again",
      code: "CHANNEL_CLOSED",
    });
  });
});
