import { randomUUID } from "node:crypto";
import { ImapFlow } from "imapflow";
import { createTransport, type Transporter } from "nodemailer";
import { expect, onTestFinished, test } from "vitest";
import { awaitMessage } from "./await-message.js";
import { describeWithPeers } from "./describe-with-peers.js";
import type { PeerSettings } from "./peer-settings.js";

type Login = { user: string; pass: string } | { user: string; accessToken: string };

async function mailbox(peers: PeerSettings, auth: Login, secure = false): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: peers.host,
    port: secure ? peers.imapsPort : peers.imapPort,
    secure,
    servername: "localhost",
    tls: { ca: peers.ca },
    auth,
    logger: false,
  });
  await client.connect();
  onTestFinished(() => client.logout());
  return client;
}

function submission(peers: PeerSettings, auth: Login, secure = false): Transporter {
  const transport = createTransport({
    host: peers.host,
    port: secure ? peers.smtpsPort : peers.smtpPort,
    secure,
    requireTLS: !secure,
    tls: { ca: peers.ca, servername: "localhost" },
    auth: "pass" in auth ? auth : { type: "OAuth2", ...auth },
  });
  onTestFinished(() => {
    transport.close();
  });
  return transport;
}

/** A message with every kind of line the way may bend: long, dotted, trailing blanks, 8-bit, no final newline. */
function message(id: string, from: string, to: string): Buffer {
  const body = [
    "..leading dots",
    ".",
    "trailing blanks  ",
    "",
    "x".repeat(990),
    "Größe 漢字 🙂",
    "From here",
    "the end",
  ];
  const headers = [
    `Message-ID: <${id}@plugboard.test>`,
    `From: ${from}`,
    `To: ${to}`,
    "Subject: there and back",
    `Date: ${new Date(0).toUTCString()}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
  ];
  return Buffer.from([...headers, "", ...body, ""].join("\r\n"));
}

describeWithPeers("the mail servers", (peers) => {
  const password = { user: peers.user, pass: peers.password };

  test.each([
    ["STARTTLS and plain IMAP, password", false, password],
    ["TLS from the first byte, password", true, password],
    ["TLS from the first byte, access token", true, { user: peers.user, accessToken: peers.xoauth2Token }],
  ])("carry a message from SMTP to IMAP unchanged: %s", async (_name, secure, auth) => {
    const id = randomUUID();
    const sent = message(id, peers.user, peers.user);
    const client = await mailbox(peers, auth, secure);
    const [received] = await Promise.all([
      awaitMessage(client, { header: { "Message-ID": id } }),
      submission(peers, auth, secure).sendMail({ raw: sent, envelope: { from: peers.user, to: peers.user } }),
    ]);
    expect(received.subarray(-sent.length).equals(sent)).toBe(true);
  });

  test("refuse a wrong password and a forged token", async () => {
    const forged = `${peers.xoauth2Token.slice(0, -4)}AAAA`;
    await expect(mailbox(peers, { user: peers.user, pass: "wrong" })).rejects.toThrow();
    await expect(mailbox(peers, { user: peers.user, accessToken: forged })).rejects.toThrow();
    await expect(submission(peers, { user: peers.user, pass: "wrong" }).verify()).rejects.toMatchObject({
      code: "EAUTH",
    });
  });

  test.each([
    ["an unknown mailbox for good", `nobody-here@${peers.domain}`, 550],
    ["a busy mailbox for now", `later@${peers.domain}`, 450],
    ["a mailbox elsewhere for good, so that nothing leaves this machine", "somebody@example.org", 550],
  ])("refuse %s", async (_name, to, responseCode) => {
    const refusal = submission(peers, password).sendMail({ from: peers.user, to, text: "x" });
    await expect(refusal).rejects.toMatchObject({ responseCode });
  });

  test("accept mail for late.plugboard.test and return it with a delivery status notification", async () => {
    const to = `${randomUUID()}@late.${peers.domain}`;
    await submission(peers, password).sendMail({ from: peers.user, to, text: "x" });
    const report = (await awaitMessage(await mailbox(peers, password), { body: to })).toString();
    expect(report).toMatch(/^Content-Type: message\/delivery-status\r$/m);
    expect(report).toContain(`Final-Recipient: rfc822; ${to}\r\n`);
    expect(report).toMatch(/^Action: failed\r\nStatus: 5\.1\.1\r$/m);
  });
});
