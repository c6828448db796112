import { generateKeyPairSync } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { emailTransfer } from "../__fixtures__/email-transfer.js";
import { OpenChannels } from "../__fixtures__/open-channels.js";
import { ScriptedSmtpServer } from "../__fixtures__/scripted-smtp-server.js";
import { startSubmissionServer } from "../__fixtures__/submission-server.js";
import { testCertificates } from "../__fixtures__/test-certificates.js";
import type { SmtpCredentials } from "../smtp-credentials.js";

const open = new OpenChannels();
afterEach(async () => {
  await open.closeAll();
});

const STARTTLS = { smtp: { host: "localhost", port: 587, security: "starttls" as const } };
const TLS = { smtp: { host: "localhost", port: 465, security: "tls" as const } };
const PLAIN = {
  smtp: { host: "localhost", port: 25, security: "none" as const, exposesPasswordAndMail: true as const },
};
const PASSWORD = { user: "support", password: "correct horse" };

type ServerOptions = Parameters<typeof startSubmissionServer>[0];

/** A server that knows these users by password or access token. */
async function serverFor(known: readonly string[], options: ServerOptions = {}) {
  return open.add(
    await startSubmissionServer({
      authOptional: false,
      allowInsecureAuth: true,
      authMethods: ["PLAIN", "LOGIN", "XOAUTH2"],
      onAuth: ({ username, password, accessToken }, _session, done) => {
        if (known.includes(`${username}:${password || accessToken}`)) done(null, { user: username });
        else done(Object.assign(new Error("no"), { responseCode: 535 }));
      },
      ...options,
    }),
  );
}

describe("STARTTLS", () => {
  const withCertificate = (certificate: { cert: string; key: string }) => ({ ...certificate, disabledCommands: [] });

  test("is used before a name or password is said", async () => {
    const server = await serverFor(["support:correct horse"], {
      ...withCertificate(testCertificates.server),
      allowInsecureAuth: false,
    });
    const channel = await open.channel(
      { smtp: { port: server.port } },
      { settings: STARTTLS, credentials: () => PASSWORD },
    );
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({ outcome: "received" });
    expect(server.mails[0]).toMatchObject({ secure: true, user: "support" });
  });

  test.each([
    ["for another name", testCertificates.wrongName],
    ["that expired", testCertificates.expired],
  ])("with a certificate %s is given up, and nothing was said", async (_name, certificate) => {
    const server = await serverFor([], withCertificate(certificate));
    const channel = await open.channel(
      { smtp: { port: server.port } },
      { settings: STARTTLS, credentials: () => PASSWORD },
    );
    expect(await channel.send(emailTransfer({ text: "x" }))).toEqual({
      outcome: "try-again",
      code: "TLS_FAILED",
      party: "provider",
      scope: "channel",
    });
    expect(server.mails).toEqual([]);
  });

  test("with a certificate of an unknown authority is given up", async () => {
    const server = await serverFor([], withCertificate(testCertificates.server));
    const channel = await open.channel({ smtp: { port: server.port } }, { settings: STARTTLS });
    const check = channel.sockets.check.bind(channel.sockets);
    channel.sockets.check = async (request) => {
      const { trustedCertificates: _unknown, ...address } = await check(request);
      return address;
    };
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({ code: "TLS_FAILED" });
  });

  test("that the server does not offer, or somebody took out, ends the session before AUTH", async () => {
    const server = open.add(new ScriptedSmtpServer());
    const port = await server.start();
    const channel = await open.channel({ smtp: { port } }, { settings: STARTTLS, credentials: () => PASSWORD });
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({
      outcome: "try-again",
      code: "TLS_FAILED",
    });
    expect(server.verbs).toEqual(["ehlo", "starttls"]);
  });

  test("answers slipped in before the handshake are not believed", async () => {
    const server = open.add(new ScriptedSmtpServer());
    server.script = { starttls: "220 2.0.0 Ready\r\n250-evil.example\r\n250 AUTH PLAIN" };
    const port = await server.start();
    const channel = await open.channel({ smtp: { port } }, { settings: STARTTLS, credentials: () => PASSWORD });
    const outcome = await channel.send(emailTransfer({ text: "x" }, {}, { deadlineAtMs: Date.now() + 300 }));
    expect(outcome).toMatchObject({ outcome: "try-again" });
    expect(server.verbs).not.toContain("auth");
  });
});

test("a server that sends line after line within TLS is let go of, too", async () => {
  const server = await serverFor([], {
    ...testCertificates.server,
    authOptional: true,
    disabledCommands: [],
    onMailFrom: (_address, _session, done) => {
      for (const connection of server.server.connections) connection._socket.write("\r\n".repeat(20_000));
      done();
    },
  });
  const channel = await open.channel({ smtp: { port: server.port } }, { settings: STARTTLS });
  expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({
    outcome: "try-again",
    code: "ANSWER_UNREADABLE",
  });
});

describe("TLS from the first byte", () => {
  test("is the sockets' work; the session finds it done", async () => {
    const server = await serverFor(["support:correct horse"], { ...testCertificates.server, secure: true });
    const channel = await open.channel(
      { smtps: { port: server.port, tls: true } },
      { settings: TLS, credentials: () => PASSWORD },
    );
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({ outcome: "received" });
    expect(server.mails[0]).toMatchObject({ secure: true, user: "support" });
    expect(channel.sockets.requests).toEqual([
      expect.objectContaining({ endpoint: "smtps", operation: "send", transferId: expect.any(String) }),
    ]);
  });
});

describe("authentication", () => {
  test.each(["PLAIN", "LOGIN"])("with a password by %s", async (method) => {
    const server = await serverFor(["support:correct horse"], { authMethods: [method] });
    const channel = await open.channel(
      { smtp: { port: server.port } },
      { settings: PLAIN, credentials: () => PASSWORD },
    );
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({ outcome: "received" });
    expect(server.mails[0]!.user).toBe("support");
  });

  test("with an access token by XOAUTH2", async () => {
    const server = await serverFor(["support@example.com:token-1"]);
    const credentials = () => ({ user: "support@example.com", accessToken: "token-1" });
    const channel = await open.channel({ smtp: { port: server.port } }, { settings: PLAIN, credentials });
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({ outcome: "received" });
    expect(server.mails[0]!.user).toBe("support@example.com");
  });

  test.each<[string, Partial<SmtpCredentials>]>([
    ["password", { user: "support", password: "wrong" }],
    ["access token", { user: "support", accessToken: "expired" }],
  ])("refused: a wrong %s pauses the channel and loses no message", async (_name, credentials) => {
    const server = await serverFor(["support:correct horse"]);
    const channel = await open.channel(
      { smtp: { port: server.port } },
      { settings: PLAIN, credentials: () => credentials },
    );
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({
      outcome: "try-again",
      code: "CREDENTIALS_REFUSED",
      party: "account",
      scope: "channel",
      providerCode: "535",
    });
  });

  test("an access token that is withdrawn before its time is renewed at once: no message is held up, no account blamed", async () => {
    const known = ["support:token-1"];
    const server = await serverFor(known);
    let renewals = 0;
    const channel = await open.channel(
      { smtp: { port: server.port } },
      {
        settings: {
          ...PLAIN,
          pool: { messagesPerConnection: 1 },
          oauth: { tokenUrl: "https://login.example.com/token" },
        },
        credentials: () => ({ user: "support", refreshToken: "r", clientId: "c" }),
        http: {
          request: () => {
            renewals += 1;
            const body = Buffer.from(JSON.stringify({ access_token: `token-${renewals}`, expires_in: 3_600 }));
            return Promise.resolve({ status: 200, headers: {}, body });
          },
        },
      },
    );
    const send = () => channel.send(emailTransfer({ text: "x" }));
    expect(await send()).toMatchObject({ outcome: "received" });
    known.splice(0, 1, "support:token-2");
    const outcomes = await Promise.all([send(), send(), send()]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["received", "received", "received"]);
    expect(renewals).toBe(2);
    known.splice(0);
    expect(await send()).toMatchObject({ outcome: "try-again", code: "CREDENTIALS_REFUSED", party: "account" });
    expect(renewals).toBe(3);
  });

  test("a kept connection is used no more once the credentials changed", async () => {
    const server = await serverFor(["support:first", "sales:second"]);
    let credentials = { user: "support", password: "first" };
    const channel = await open.channel(
      { smtp: { port: server.port } },
      { settings: PLAIN, credentials: () => credentials },
    );
    await channel.send(emailTransfer({ text: "x" }));
    credentials = { user: "sales", password: "second" };
    for (let count = 0; count < 2; count++) await channel.send(emailTransfer({ text: "x" }));
    expect(server.mails.map(({ user }) => user)).toEqual(["support", "sales", "sales"]);
    expect(new Set(server.mails.map(({ sessionId }) => sessionId)).size).toBe(2);
  });

  test("a kept connection carries nothing once the credentials are revoked", async () => {
    const server = await serverFor(["support:first"]);
    let revoked = false;
    const channel = await open.channel(
      { smtp: { port: server.port } },
      {
        settings: PLAIN,
        credentials: () => {
          if (revoked) throw new Error("revoked");
          return { user: "support", password: "first" };
        },
      },
    );
    await channel.send(emailTransfer({ text: "x" }));
    revoked = true;
    await expect(channel.send(emailTransfer({ text: "x" }))).rejects.toThrow("revoked");
    expect(server.mails).toHaveLength(1);
  });

  test("that the server does not offer is not skipped", async () => {
    const server = open.add(new ScriptedSmtpServer());
    server.script = { ehlo: "250 mail.example.org" };
    const port = await server.start();
    const channel = await open.channel({ smtp: { port } }, { settings: PLAIN, credentials: () => PASSWORD });
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({
      outcome: "try-again",
      code: "AUTHENTICATION_NOT_OFFERED",
      party: "account",
    });
    expect(server.verbs).not.toContain("mail");
  });

  test("puts no secret into outcomes, logs or error texts", async () => {
    const server = await serverFor([]);
    const channel = await open.channel(
      { smtp: { port: server.port } },
      { settings: PLAIN, credentials: () => PASSWORD },
    );
    const outcome = await channel.send(emailTransfer({ text: "x" }));
    expect(JSON.stringify([outcome, channel.logLines])).not.toMatch(/correct horse|c3VwcG9ydA|support/);
  });
});

describe("DKIM", () => {
  const settings = { ...PLAIN, dkim: { domainName: "example.com", keySelector: "mail" } };
  const { privateKey } = generateKeyPairSync("ed25519");
  const dkimPrivateKey = String(privateKey.export({ type: "pkcs8", format: "pem" }));

  test("signs each message where settings and credentials say so", async () => {
    const server = open.add(await startSubmissionServer());
    const channel = await open.channel(
      { smtp: { port: server.port } },
      { settings, credentials: () => ({ dkimPrivateKey }) },
    );
    expect(await channel.send(emailTransfer({ text: "x" }))).toMatchObject({ outcome: "received" });
    expect(server.mails[0]!.raw.toString()).toMatch(
      /^DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed\/simple; d=example\.com;/,
    );
  });

  test.each([
    ["no", {}],
    ["a useless", { dkimPrivateKey: "secret" }],
  ])("with %s key nothing leaves unsigned", async (_name, credentials) => {
    const server = open.add(await startSubmissionServer());
    const channel = await open.channel({ smtp: { port: server.port } }, { settings, credentials: () => credentials });
    expect(await channel.send(emailTransfer({ text: "x" }))).toEqual({
      outcome: "try-again",
      code: "DKIM_KEY_INVALID",
      party: "account",
      scope: "channel",
    });
    expect(server.mails).toEqual([]);
  });
});
