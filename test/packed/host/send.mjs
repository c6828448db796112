// A host application in plain JavaScript: one message through the SQLite store to a mail server on loopback.
import { createContactCenter } from "@plugboard/core";
import { smtp } from "@plugboard/provider-email/smtp";
import { sqliteStore } from "@plugboard/store-sqlite";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

const accountId = "acme";
const text = "It works, and leaves as it came: Größe, 漢字.\r\n";
const received = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS", "AUTH"],
  onData(stream, _session, done) {
    stream.on("data", (chunk) => received.push(chunk)).on("end", done);
  },
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const center = await createContactCenter({
  store: sqliteStore("plugboard.db"),
  authority: { unchecked: "a test" },
  providers: [smtp],
  egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.1"] },
});

const settings = {
  from: { address: "support@example.com" },
  countries: ["DE"],
  smtp: { host: "127.0.0.1", port: server.server.address().port, security: "none", exposesPasswordAndMail: true },
};
const act = { actor: "admin-1", authority: "administrator", at: new Date().toISOString() };
const activation = await center.channels.activate({
  accountId,
  providerId: "smtp",
  settings,
  instructed: act,
  shown: center.channels.disclosure("smtp", settings),
  termsAccepted: act,
  residency: { zones: ["EEA"] },
});
const sent = await center.send({
  accountId,
  channelId: activation.channelId,
  recipients: [{ address: { kind: "email", value: "someone@example.com" } }],
  content: { type: "email", subject: "hello", text },
});
if (!sent.accepted) throw new Error(sent.refusal.code);
const overdue = setTimeout(async () => {
  throw new Error(JSON.stringify(await center.messages.status(accountId, sent.messageId)));
}, 15_000);
const { state } = await center.messages.settled(accountId, sent.messageId);
clearTimeout(overdue);
await center.close();
await new Promise((resolve) => server.close(resolve));

const mail = await PostalMime.parse(Buffer.concat(received));
console.log(JSON.stringify({ state, unchanged: mail.text === text }));
