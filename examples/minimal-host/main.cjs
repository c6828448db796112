// The smallest host, as CommonJS: the same as main.mjs, by require().
const { mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { createContactCenter } = require("@plugboard/core");
const { smtp } = require("@plugboard/provider-email/smtp");
const { sqliteStore } = require("@plugboard/store-sqlite");
const { startMailServer } = require("./mail-server.cjs");

async function main() {
  const mailServer = await startMailServer();
  const folder = mkdtempSync(join(tmpdir(), "minimal-host-"));
  const center = await createContactCenter({
    store: sqliteStore(join(folder, "plugboard.db")),
    providers: [smtp],
    authority: { unchecked: "one person's own example" },
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.1"] },
  });

  const settings = {
    from: { address: "ann@acme.example" },
    countries: ["DE"],
    smtp: { host: "127.0.0.1", port: mailServer.port, security: "none", exposesPasswordAndMail: true },
  };
  const shown = center.channels.disclosure("smtp", settings);
  const by = { actor: "ann", authority: "administrator", at: new Date().toISOString() };
  const residency = { zones: ["EEA"] };
  const channel = { accountId: "acme", channelId: "mail", providerId: "smtp", settings };
  await center.channels.activate({ ...channel, shown, instructed: by, termsAccepted: by, residency });

  const recipients = [{ address: { kind: "email", value: "ben@example.org" } }];
  const content = { type: "email", subject: "Hello", text: "A first message." };
  const sent = await center.send({ accountId: "acme", channelId: "mail", recipients, content });
  if (!sent.accepted) throw new Error(`refused: ${sent.refusal.code}`);
  const { state } = await center.messages.settled("acme", sent.messageId);

  await center.close();
  await mailServer.close();
  rmSync(folder, { recursive: true });
  const received = mailServer.taken.filter((mail) => mail.includes(`Subject: ${content.subject}`)).length;
  console.log(JSON.stringify({ sent: 1, received, state }));
  process.exitCode = received === 1 && state === "received" ? 0 : 1;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
