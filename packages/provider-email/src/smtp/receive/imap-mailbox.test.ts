import type { HttpClientV1 } from "@plugboard/core/spec";
import { afterEach, describe, expect, test, vi } from "vitest";
import { LoopbackSockets } from "../__fixtures__/loopback-sockets.js";
import { openTestConnection } from "../__fixtures__/open-test-connection.js";
import { RecordingSink } from "../__fixtures__/recording-sink.js";
import { type ImapScript, ScriptedImapServer } from "../__fixtures__/scripted-imap-server.js";
import type { SmtpCredentials } from "../smtp-credentials.js";
import type { SmtpSettingsInput } from "../smtp-settings.js";
import { MailAccount } from "../account/mail-account.js";
import type { MailboxLooks } from "./mailbox-looks.js";
import { MailboxSync } from "./mailbox-sync.js";

/** Longer than a busy machine needs. */
async function until(condition: () => boolean): Promise<void> {
  await vi.waitUntil(condition, { timeout: 15_000, interval: 5 });
}

const DAY_MS = 86_400_000;
const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface SetUpOptions {
  readonly script?: ImapScript;
  readonly imap?: Partial<NonNullable<SmtpSettingsInput["imap"]>>;
  readonly credentials?: () => Partial<SmtpCredentials>;
  readonly looks?: Partial<MailboxLooks>;
  /** Gives an access token for a refresh token. */
  readonly renew?: () => string;
}

async function setUp({ script = {}, imap = {}, credentials, looks, renew }: SetUpOptions = {}) {
  const server = new ScriptedImapServer();
  server.script = script;
  const port = await server.start();
  cleanUps.push(() => server.close());
  const sink = new RecordingSink();
  const connection = openTestConnection({
    sockets: new LoopbackSockets({ imap: { port } }),
    settings: {
      imap: { host: "localhost", port: 143, security: "none", exposesPasswordAndMail: true, ...imap },
      ...(renew === undefined ? {} : { oauth: { tokenUrl: "https://login.example.com/token" } }),
    },
    ...(renew === undefined ? {} : { http: tokensFrom(renew) }),
    credentials: credentials ?? (() => ({ user: "support", password: "secret" })),
  });
  /** Follows the mailbox until `stop` is called. */
  const follow = () => {
    const aborter = new AbortController();
    const account = new MailAccount(connection);
    const sync = new MailboxSync(connection, account, { baseMs: 1, maxMs: 20 }, looks);
    const ended = sync.doSync(sink, aborter.signal);
    const stop = async () => {
      aborter.abort();
      await ended;
    };
    cleanUps.push(stop);
    return stop;
  };
  return { server, sink, follow, connection, port };
}

const tokensFrom = (renew: () => string): HttpClientV1 => ({
  request: () => {
    const body = Buffer.from(JSON.stringify({ access_token: renew(), expires_in: 3_600 }));
    return Promise.resolve({ status: 200, headers: {}, body });
  },
});

function mail(subject: string, body = "x"): string {
  return `Message-ID: <${subject}@example.org>\r\nSubject: ${subject}\r\n\r\n${body}\r\n`;
}

describe("a mailbox", () => {
  test("gives what arrives after activation, byte for byte, and leaves the rest", async () => {
    const { server, sink, follow } = await setUp();
    server.deliver(mail("before"), Date.now() - 2_000);
    follow();
    await until(() => server.waiting === 1);
    const raw = Buffer.concat([Buffer.from(mail("after")), Buffer.from([0xff, 0x00, 0x0a, 0x2e, 0x0d, 0x0a])]);
    server.deliver(raw, 1_700_000_000_000);
    await until(() => sink.deliveries.length === 1);
    expect(Buffer.from(sink.deliveries[0]!.body).equals(raw)).toBe(true);
    expect(sink.deliveries[0]).toMatchObject({
      contentType: "message/rfc822",
      deduplicationKey: expect.stringMatching(/^imap:[0-9a-f]{64}$/),
      attributes: { via: "imap", mailbox: "INBOX", receivedAt: "2023-11-14T22:13:20.000Z" },
    });
    expect(sink.health).toEqual([{ state: "connected" }]);
  });

  test("gives what arrived while its server could not be reached for the first time", async () => {
    const { server, sink, follow } = await setUp({ script: { mailboxMissing: true } });
    server.deliver(mail("before"), Date.now() - 2_000);
    follow();
    await until(() => sink.health.length > 0);
    server.deliver(mail("meanwhile"), Date.now());
    server.script = {};
    await until(() => server.waiting === 1);
    expect(sink.subjects).toEqual(["meanwhile"]);
  });

  test("gives what was there before, where the settings ask for it", async () => {
    const { server, sink, follow } = await setUp({ imap: { fromStart: true } });
    for (let count = 0; count < 45; count++) server.deliver(mail(`m${count}`));
    follow();
    await until(() => sink.deliveries.length === 45);
    expect(sink.subjects).toEqual(Array.from({ length: 45 }, (_, count) => `m${count}`));
  });

  test("is only read: no message is marked, moved or removed", async () => {
    const { server, sink, follow } = await setUp({ imap: { fromStart: true } });
    server.deliver(mail("a"));
    follow();
    await until(() => sink.deliveries.length === 1);
    await until(() => server.waiting === 1);
    expect(new Set(server.commands)).toEqual(
      new Set(["CAPABILITY", "AUTHENTICATE", "LIST", "LSUB", "EXAMINE", "UID SEARCH", "UID FETCH", "IDLE"]),
    );
  });
});

describe("the cursor", () => {
  test("stands behind a message in the same commit: after a restart it goes on there", async () => {
    const { server, sink, follow } = await setUp({ imap: { fromStart: true } });
    server.deliver(mail("a"));
    const stop = follow();
    await until(() => sink.deliveries.length === 1);
    await stop();
    server.deliver(mail("b"));
    server.deliver(mail("c"));
    follow();
    await until(() => sink.deliveries.length === 3);
    expect([sink.subjects, sink.duplicates]).toEqual([["a", "b", "c"], 0]);
  });

  test("mail that came while nobody followed is not lost, even when nothing was there at activation", async () => {
    const { server, sink, follow } = await setUp();
    const stop = follow();
    await until(() => server.waiting === 1);
    await stop();
    server.deliver(mail("meanwhile"));
    follow();
    await until(() => sink.deliveries.length === 1);
    expect(sink.subjects).toEqual(["meanwhile"]);
  });

  test("does not pass a message that the store did not take", async () => {
    const { server, sink, follow } = await setUp({ imap: { fromStart: true } });
    for (const subject of ["a", "b", "c"]) server.deliver(mail(subject));
    const accept = sink.accept.bind(sink);
    sink.accept = async (delivery) => {
      sink.down = sink.deliveries.length === 1 && sink.health.length < 4;
      return await accept(delivery);
    };
    follow();
    await until(() => sink.deliveries.length === 3);
    expect([sink.subjects, sink.duplicates]).toEqual([["a", "b", "c"], 0]);
    expect(sink.health).toContainEqual({ state: "disconnected", party: "host", code: "STORE_UNAVAILABLE" });
  });

  test.each(["EXAMINE", "UID SEARCH", "UID FETCH", "IDLE"])(
    "survives a connection lost at %s: nothing lost, nothing twice",
    async (command) => {
      const { server, sink, follow } = await setUp({ imap: { fromStart: true }, script: { dropOn: [command] } });
      for (const subject of ["a", "b"]) server.deliver(mail(subject));
      follow();
      await until(() => server.waiting === 1);
      server.deliver(mail("c"));
      await until(() => sink.deliveries.length === 3);
      expect([sink.subjects, sink.duplicates]).toEqual([["a", "b", "c"], 0]);
      expect(sink.health.some(({ state }) => state === "disconnected")).toBe(true);
    },
  );

  test.each(["EXAMINE", "UID SEARCH", "UID FETCH"])(
    "survives a server that refuses %s for a moment, and says so",
    async (command) => {
      const { server, sink, follow } = await setUp({ imap: { fromStart: true }, script: { refuse: [command] } });
      for (const subject of ["a", "b"]) server.deliver(mail(subject));
      follow();
      await until(() => server.waiting === 1);
      expect([sink.subjects, sink.duplicates]).toEqual([["a", "b"], 0]);
      expect(sink.health).toEqual([
        ...(command === "EXAMINE" ? [] : [{ state: "connected" }]),
        { state: "disconnected", party: "provider", code: "REQUEST_REFUSED" },
        { state: "connected" },
      ]);
    },
  );

  test("survives a server that refuses to say at first what came since activation", async () => {
    const { server, sink, follow } = await setUp({
      script: { dropOn: ["LOGIN", "AUTHENTICATE"], refuse: ["UID SEARCH"] },
    });
    const stop = follow();
    await until(() => sink.health.length > 0);
    server.deliver(mail("meanwhile"));
    await until(() => server.waiting === 1);
    expect(sink.subjects).toEqual(["meanwhile"]);
    await stop();
  });

  test("survives a server that is gone for a while", async () => {
    const { server, sink, follow, port } = await setUp();
    follow();
    await until(() => server.waiting === 1);
    await server.close();
    await until(() => sink.health.filter(({ state }) => state === "disconnected").length > 3);
    expect(sink.health.at(-1)).toMatchObject({ state: "disconnected", party: "network" });
    server.deliver(mail("meanwhile"));
    await server.start(port);
    await until(() => sink.deliveries.length === 1);
    expect(sink.health.at(-1)).toEqual({ state: "connected" });
  });
});

describe("new UIDs (UIDVALIDITY changed)", () => {
  test("lose nothing and double nothing, in whatever order the messages come back", async () => {
    const { server, sink, follow } = await setUp({ imap: { fromStart: true } });
    const nowMs = Date.now();
    for (const subject of ["a", "b", "c"]) server.deliver(mail(subject), nowMs);
    const stop = follow();
    await until(() => sink.deliveries.length === 3);
    await stop();
    server.deliver(mail("d"), nowMs + 1_000);
    server.changeUidValidity((mails) => [...mails].reverse());
    server.deliver(mail("e"), nowMs + 2_000);
    follow();
    await until(() => server.waiting === 1 && server.connections === 2);
    expect(sink.subjects).toEqual(["a", "b", "c", "d", "e"]);
    expect(sink.duplicates).toBe(3);
    server.deliver(mail("f"), nowMs - 30 * DAY_MS);
    await until(() => sink.deliveries.length === 6);
  });

  test("do not bring up what was there before activation, nor what is older than the host remembers", async () => {
    const { server, sink, follow } = await setUp();
    const nowMs = Date.now();
    server.deliver(mail("ancient"), nowMs - 90 * DAY_MS);
    server.deliver(mail("yesterday"), nowMs - DAY_MS);
    follow();
    await until(() => server.waiting === 1);
    server.deliver(mail("after"), nowMs);
    await until(() => sink.deliveries.length === 1);
    server.changeUidValidity();
    await until(() => server.waiting === 1 && server.connections === 2);
    expect(sink.subjects).toEqual(["after"]);
    expect(sink.duplicates).toBe(1);
  });

  test("read again after a crash in the middle: the dates still guide", async () => {
    const { server, sink, follow } = await setUp();
    const nowMs = Date.now();
    server.deliver(mail("before"), nowMs - 90 * DAY_MS);
    const stop = follow();
    await until(() => server.waiting === 1);
    server.deliver(mail("after"), nowMs);
    await until(() => sink.deliveries.length === 1);
    await stop();
    server.changeUidValidity((mails) => [...mails].reverse());
    server.script = { dropOn: ["UID FETCH", "UID SEARCH"] };
    follow();
    await until(() => server.waiting === 1);
    expect(sink.subjects).toEqual(["after"]);
  });
});

test("a mailbox that is renamed, and another one takes its place: the new one is followed, without a failure", async () => {
  const { server, sink, follow } = await setUp({ imap: { fromStart: true }, looks: { mailboxEveryMs: 50 } });
  server.deliver(mail("a"));
  follow();
  await until(() => sink.deliveries.length === 1 && server.waiting === 1);
  server.replaceMailbox();
  server.deliver(mail("b"));
  await until(() => sink.deliveries.length === 2);
  expect(sink.subjects).toEqual(["a", "b"]);
  expect(sink.health.every(({ state }) => state === "connected")).toBe(true);
  server.deliver(mail("c"));
  await until(() => sink.deliveries.length === 3);
});

test("a mailbox that stays the same is followed over one connection, however often it is looked at", async () => {
  const { server, sink, follow } = await setUp({ imap: { fromStart: true }, looks: { mailboxEveryMs: 20 } });
  follow();
  await until(() => server.commands.filter((command) => command === "EXAMINE").length > 3);
  server.deliver(mail("a"));
  await until(() => sink.deliveries.length === 1);
  expect([server.connections, sink.health]).toEqual([1, [{ state: "connected" }]]);
});

test("new UIDs in a mailbox that was quiet for longer than the host remembers double nothing, and lose nothing", async () => {
  const { server, sink, follow } = await setUp({ imap: { fromStart: true } });
  const nowMs = Date.now();
  for (let day = 90; day > 60; day--) server.deliver(mail(`day-${day}`), nowMs - day * DAY_MS);
  const stop = follow();
  await until(() => sink.deliveries.length === 30);
  await stop();
  sink.forget();
  server.deliver(mail("while-down"), nowMs - 20 * DAY_MS);
  server.deliver(mail("new"), nowMs);
  server.changeUidValidity((mails) => [...mails].reverse());
  follow();
  await until(() => server.waiting === 1 && server.connections === 2);
  expect(sink.subjects.slice(30).sort()).toEqual(["new", "while-down"]);
});

describe("a server that sends a byte now and then and never an answer", () => {
  test.each(["CAPABILITY", "AUTHENTICATE", "EXAMINE", "UID SEARCH", "UID FETCH", "IDLE"])(
    "to %s is left in time",
    async (command) => {
      const { server, sink, follow } = await setUp({
        script: { dripOn: [command] },
        imap: { fromStart: true },
        looks: { answerWithinMs: 150, mailboxEveryMs: 100 },
      });
      server.deliver(mail("a"));
      follow();
      await until(() => sink.health.some(({ state }) => state === "disconnected"));
      expect(sink.health.find(({ state }) => state === "disconnected")).toEqual({
        state: "disconnected",
        party: "provider",
        code: "ANSWER_TIMEOUT",
      });
      await until(() => sink.deliveries.length === 1 && sink.health.at(-1)?.state === "connected");
      expect(sink.subjects).toEqual(["a"]);
    },
  );
});

test.each(["AUTHENTICATE", "UID SEARCH", "IDLE"])(
  "a server that floods with lines at %s is left, and the mailbox comes back",
  async (command) => {
    const { server, sink, follow } = await setUp({
      script: { floodOn: [command] },
      imap: { fromStart: true, maxMessageBytes: 1_024 },
    });
    server.deliver(mail("a"));
    follow();
    await until(() => sink.health.some(({ state }) => state === "disconnected"));
    await until(() => sink.deliveries.length === 1 && sink.health.at(-1)?.state === "connected");
    expect(sink.health.filter(({ state }) => state === "disconnected")).toEqual([
      { state: "disconnected", party: "provider", code: "ANSWER_TIMEOUT" },
    ]);
  },
);

test("mail that arrives while the mailbox is being read is read at once", async () => {
  const { server, sink, follow } = await setUp({ imap: { fromStart: true } });
  server.deliver(mail("a"));
  let late = 1;
  server.script = {
    onCommand: (command) => {
      if (command === "UID FETCH" && late-- > 0) server.deliver(mail("b"));
    },
  };
  follow();
  await until(() => sink.deliveries.length === 2);
  expect(sink.subjects).toEqual(["a", "b"]);
});

describe("messages that say nothing of their origin", () => {
  test("are two where the mailbox has two", async () => {
    const { server, sink, follow } = await setUp({ imap: { fromStart: true } });
    for (let count = 0; count < 2; count++) server.deliver("Subject: alarm\r\n\r\nx\r\n");
    follow();
    await until(() => sink.deliveries.length === 2);
    expect(sink.deliveries.map(({ deduplicationKey }) => deduplicationKey)).toEqual(["imap:1:1", "imap:1:2"]);
  });

  test("one that was filed twice with all its fields is one", async () => {
    const { server, sink, follow } = await setUp({ imap: { fromStart: true } });
    for (let count = 0; count < 2; count++) server.deliver(mail("same"));
    follow();
    await until(() => server.waiting === 1);
    expect([sink.deliveries.length, sink.duplicates]).toEqual([1, 1]);
  });
});

describe("a message that is too large", () => {
  test("is passed over and reported, and what follows is read", async () => {
    const { server, sink, follow, connection } = await setUp({ imap: { fromStart: true, maxMessageBytes: 2_000 } });
    server.deliver(mail("a"));
    server.deliver(mail("big", "x".repeat(3_000)));
    server.deliver(mail("c"));
    follow();
    await until(() => sink.deliveries.length === 2);
    expect(sink.subjects).toEqual(["a", "c"]);
    expect(server.connections).toBe(1);
    expect(connection.logLines.join()).toContain("MESSAGE_TOO_LARGE");
  });

  test("whose size the server denies costs itself, not the mailbox", async () => {
    const script = { announcedSize: 10 };
    const { server, sink, follow } = await setUp({ imap: { fromStart: true, maxMessageBytes: 2_000 }, script });
    server.deliver(mail("a"));
    server.deliver(mail("big", "x".repeat(2_000_000)));
    server.deliver(mail("c"));
    follow();
    await until(() => sink.subjects.includes("c"));
    expect(sink.subjects).toEqual(["a", "c"]);
  });
});

describe.each(["body", "nil", "answer"] as const)("a message that its server does not give (%s)", (how) => {
  test("is asked for again, and lost no more than those around it", async () => {
    let times = 3;
    const withholds = (uid: number) => (uid === 2 && times-- > 0 ? how : undefined);
    const { server, sink, follow } = await setUp({ script: { withholds }, imap: { fromStart: true } });
    for (const name of ["a", "b", "c"]) server.deliver(mail(name));
    follow();
    await until(() => sink.deliveries.length === 3);
    expect(sink.subjects).toEqual(["a", "b", "c"]);
    expect(sink.health).toContainEqual({ state: "disconnected", party: "provider", code: "ANSWER_UNREADABLE" });
  });

  test("however often it is asked is passed over in the end, and that is told", async () => {
    const withholds = (uid: number) => (uid === 2 ? how : undefined);
    const { server, sink, connection, follow } = await setUp({ script: { withholds }, imap: { fromStart: true } });
    for (const name of ["a", "b", "c"]) server.deliver(mail(name));
    follow();
    await until(() => sink.subjects.includes("c"));
    expect(sink.subjects).toEqual(["a", "c"]);
    const told = connection.logLines.filter((line) => line.includes("MESSAGE_NOT_GIVEN"));
    expect(told).toEqual([expect.stringContaining('"uid":2')]);
  });

  test("because it is gone meanwhile is none that is missing", async () => {
    const { server, sink, follow } = await setUp({ imap: { fromStart: true } });
    server.script = {
      withholds: (uid) => {
        if (uid !== 2) return undefined;
        server.mails = server.mails.filter((kept) => kept.uid !== 2);
        return how;
      },
    };
    for (const name of ["a", "b", "c"]) server.deliver(mail(name));
    follow();
    await until(() => sink.subjects.includes("c"));
    expect(sink.subjects).toEqual(["a", "c"]);
    expect(sink.health).toEqual([{ state: "connected" }]);
  });
});

describe("what is wrong is named, and the mailbox comes back by itself", () => {
  test("a wrong password: the account's; a new one is used as soon as it is there", async () => {
    let password = "old";
    const { server, sink, follow } = await setUp({
      script: { known: ["support:new"] },
      credentials: () => ({ user: "support", password }),
    });
    follow();
    await until(() => sink.health.length > 2);
    expect(sink.health[0]).toEqual({ state: "disconnected", party: "account", code: "CREDENTIALS_REFUSED" });
    password = "new";
    await until(() => server.waiting === 1);
    expect(sink.health.at(-1)).toEqual({ state: "connected" });
  });

  test("an access token is presented by XOAUTH2", async () => {
    const { server, follow } = await setUp({
      script: { known: ["support@example.com:token-1"] },
      credentials: () => ({ user: "support@example.com", accessToken: "token-1" }),
    });
    follow();
    await until(() => server.waiting === 1);
  });

  test("an access token that is withdrawn before its time is renewed at once, and the account is not blamed", async () => {
    const known = ["support:token-1"];
    let renewals = 0;
    const { server, sink, follow } = await setUp({
      script: { known },
      credentials: () => ({ user: "support", refreshToken: "r", clientId: "c" }),
      renew: () => `token-${(renewals += 1)}`,
    });
    follow();
    await until(() => server.waiting === 1);
    known.splice(0, 1, "support:token-2");
    server.dropAll();
    await until(() => renewals === 2 && server.waiting === 1);
    expect(sink.health.map((one) => ("code" in one ? one.code : one.state))).not.toContain("CREDENTIALS_REFUSED");
  });

  test.each([true, "unsaid", "a folder of folders", "deleted, subscribed"] as const)(
    "a mailbox that is not there: the account's settings (%s)",
    async (missing) => {
      const { sink, follow } = await setUp({ script: { mailboxMissing: missing } });
      follow();
      await until(() => sink.health.length > 0);
      expect(sink.health[0]).toEqual({ state: "disconnected", party: "account", code: "MAILBOX_UNKNOWN" });
    },
  );

  test("no encryption offered where it is asked for: nothing is said before it", async () => {
    const { server, sink, follow } = await setUp({ imap: { security: "starttls" } });
    follow();
    await until(() => sink.health.length > 0);
    expect(sink.health[0]).toEqual({ state: "disconnected", party: "provider", code: "TLS_FAILED" });
    expect(server.commands).not.toContain("AUTHENTICATE");
  });

  test("no credentials at all", async () => {
    const { sink, follow } = await setUp({ credentials: () => ({}) });
    follow();
    await until(() => sink.health.length > 0);
    expect(sink.health[0]).toEqual({ state: "disconnected", party: "account", code: "CREDENTIALS_REFUSED" });
  });

  test("logs hold no address, subject or password", async () => {
    const { server, sink, follow, connection } = await setUp({ script: { known: ["support:other"] } });
    server.deliver(mail("canary"));
    follow();
    await until(() => sink.health.length > 0);
    expect(connection.logLines.join()).not.toMatch(/canary|secret|support|example/);
  });
});

describe("a connection ends with the login it began with", () => {
  test("one that waits, soon after the login was changed", async () => {
    let password = "old";
    const credentials = () => ({ user: "support", password });
    const { server, sink, follow } = await setUp({ credentials, looks: { loginEveryMs: 5 } });
    follow();
    await until(() => server.waiting === 1);
    password = "new";
    await until(() => server.connections === 2 && server.waiting === 1);
    expect(sink.health).toEqual([{ state: "connected" }, { state: "connected" }]);
  });

  test("mail that comes after the change is read with the new login alone", async () => {
    let password = "old";
    const credentials = () => ({ user: "support", password });
    const { server, sink, follow } = await setUp({ credentials });
    follow();
    await until(() => server.waiting === 1);
    password = "new";
    server.commands.splice(0);
    server.deliver(mail("a"));
    await until(() => sink.subjects.length === 1);
    expect(server.commands.indexOf("AUTHENTICATE")).toBeGreaterThan(-1);
    expect(server.commands.indexOf("AUTHENTICATE")).toBeLessThan(server.commands.indexOf("UID FETCH"));
  });

  test("and when the host gives none any more, but not because it could not for a moment", async () => {
    let asked = 0;
    let refused = (_count: number): boolean => false;
    const credentials = () => {
      asked += 1;
      if (refused(asked)) throw new Error("the vault is away");
      return { user: "support", password: "secret" };
    };
    const { server, sink, follow } = await setUp({ credentials, looks: { loginEveryMs: 20 } });
    follow();
    await until(() => server.waiting === 1);
    const once = asked + 1;
    refused = (count) => count === once;
    await until(() => asked > once + 5);
    expect([server.connections, sink.health]).toEqual([1, [{ state: "connected" }]]);
    refused = () => true;
    await until(() => sink.health.length > 1);
    expect([server.waiting, sink.health[1]]).toMatchObject([0, { state: "disconnected" }]);
  });
});

test("a server without IDLE is asked again and again", async () => {
  const { server, sink, follow } = await setUp({ script: { capabilities: "IMAP4rev1 AUTH=PLAIN" } });
  follow();
  await until(() => server.commands.includes("NOOP"));
  expect(sink.health).toEqual([{ state: "connected" }]);
});

test("a channel without mailbox and listener follows nothing until it is told to end", async () => {
  const connection = openTestConnection({ sockets: new LoopbackSockets({}) });
  const aborter = new AbortController();
  const ended = new MailboxSync(connection, new MailAccount(connection)).doSync(new RecordingSink(), aborter.signal);
  aborter.abort();
  await expect(ended).resolves.toBeUndefined();
});
