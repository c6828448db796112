import { afterEach, describe, expect, test } from "vitest";
import { OpenChannels } from "../__fixtures__/open-channels.js";
import { type ImapScript, ScriptedImapServer } from "../__fixtures__/scripted-imap-server.js";
import { ScriptedSmtpServer, type SmtpScript } from "../__fixtures__/scripted-smtp-server.js";

const open = new OpenChannels();
afterEach(async () => {
  await open.closeAll();
});

async function setUp(smtp: SmtpScript = {}, imap?: ImapScript) {
  const server = open.add(new ScriptedSmtpServer());
  server.script = smtp;
  const endpoints = { smtp: { port: await server.start() } };
  const credentials = () => ({ user: "support", password: "secret" });
  if (imap === undefined) return { server, channel: await open.channel(endpoints, { credentials }) };
  const mailbox = open.add(new ScriptedImapServer());
  mailbox.script = imap;
  const settings = { imap: { host: "localhost", port: 143, security: "none", exposesPasswordAndMail: true } } as const;
  const channel = await open.channel(
    { ...endpoints, imap: { port: await mailbox.start() } },
    { credentials, settings },
  );
  return { server, channel, mailbox };
}

const never = new AbortController().signal;

describe("a probe", () => {
  test("goes as far as the login and sends no message", async () => {
    const { channel, server, mailbox } = await setUp({}, {});
    const result = await channel.instance.probe!.doProbe(never);
    expect(result).toEqual({ state: "operational", certainty: 1, latencyMs: expect.any(Number) });
    expect(server.verbs.slice(0, 3)).toEqual(["ehlo", "auth", "rset"]);
    expect(server.verbs).not.toContain("mail");
    expect(mailbox!.commands).toContain("STATUS");
    expect(mailbox!.commands).not.toContain("EXAMINE");
  });

  test.each<[string, SmtpScript, object]>([
    [
      "the account's password",
      { auth: "535 5.7.8 no" },
      { party: "account", code: "CREDENTIALS_REFUSED", certainty: 1 },
    ],
    [
      "the provider's trouble",
      { greeting: "421 4.3.2 busy" },
      { party: "provider", code: "PROVIDER_UNAVAILABLE", certainty: 1 },
    ],
    ["the provider's login trouble", { auth: "454 4.7.0 later" }, { party: "provider", certainty: 1 }],
    ["a connection that breaks", { ehlo: "drop" }, { party: "network", code: "CONNECTION_LOST", certainty: 0.5 }],
  ])("names %s", async (_name, script, expected) => {
    const { channel } = await setUp(script);
    expect(await channel.instance.probe!.doProbe(never)).toMatchObject({ state: "down", ...expected });
  });

  test("of a machine where nobody listens guesses", async () => {
    const { channel, server } = await setUp();
    await server.close();
    expect(await channel.instance.probe!.doProbe(never)).toMatchObject({
      state: "down",
      party: "network",
      code: "CONNECTION_REFUSED",
      certainty: 0.5,
    });
  });

  test("of a channel that can send and not fetch is half well, and the other way round", async () => {
    const fetchFails = await setUp({}, { known: [] });
    expect(await fetchFails.channel.instance.probe!.doProbe(never)).toMatchObject({
      state: "degraded",
      party: "account",
      code: "CREDENTIALS_REFUSED",
    });
    const sendFails = await setUp({ greeting: "421 4.3.2 busy" }, {});
    expect(await sendFails.channel.instance.probe!.doProbe(never)).toMatchObject({
      state: "degraded",
      party: "provider",
    });
  });

  test("finds a mailbox that is not there", async () => {
    const { channel } = await setUp({}, { mailboxMissing: true });
    expect(await channel.instance.probe!.doProbe(never)).toMatchObject({
      state: "degraded",
      code: "MAILBOX_UNKNOWN",
      certainty: 1,
    });
  });

  test.each<[string, ImapScript, object]>([
    ["says nothing of it", { mailboxMissing: "unsaid" }, { party: "account", code: "MAILBOX_UNKNOWN", certainty: 1 }],
    [
      "says that it holds no mail",
      { mailboxMissing: "a folder of folders" },
      { party: "account", code: "MAILBOX_UNKNOWN", certainty: 1 },
    ],
    ["refuses to say", { refuse: ["STATUS"] }, { party: "provider", code: "REQUEST_REFUSED", certainty: 1 }],
    ["breaks off", { dropOn: ["STATUS"] }, { party: "network", code: "CONNECTION_LOST", certainty: 0.5 }],
  ])("of a mailbox whose server %s blames whose fault it is", async (_name, script, expected) => {
    const { channel } = await setUp({}, script);
    expect(await channel.instance.probe!.doProbe(never)).toMatchObject({ state: "degraded", ...expected });
  });

  test("ends when it is told to", async () => {
    const { channel, server } = await setUp({ rset: "stall" });
    const aborter = new AbortController();
    const result = channel.instance.probe!.doProbe(aborter.signal);
    await expect.poll(() => server.verbs.includes("rset")).toBe(true);
    aborter.abort();
    expect(await result).toMatchObject({ state: "down" });
  });
});
