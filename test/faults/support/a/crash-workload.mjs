// The host process that the crash rows kill. Plain JavaScript, so that it runs from the build as well as from source.
// Prints a line per acknowledged message, then per message its state; what is printed was true when it was printed.
import { createContactCenter } from "@plugboard/core";
import { memorySecrets } from "@plugboard/core/memory";
import { smtp } from "@plugboard/provider-email/smtp";
import { createHttpProvider } from "@plugboard/provider-testkit/http-provider";
import { sqliteStore } from "@plugboard/store-sqlite";
import { say } from "./say.mjs";

/** @type {import("./crash-order.js").CrashOrder} */
const order = JSON.parse(process.argv[2] ?? "{}");
const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" };
const OPEN_STATES = new Set(["accepted", "waiting", "transferring"]);

function openStore() {
  const store = sqliteStore(order.database);
  if (!order.mutant) return store;
  // The mutant says that a group is durable half a second before it is.
  const commit = store.commit.bind(store);
  store.commit = (group) => {
    setTimeout(() => commit(group).catch(() => undefined), 500);
    return Promise.resolve([]);
  };
  return store;
}

const center = await createContactCenter({
  store: openStore(),
  authority: { unchecked: "a fault row acts for its own accounts" },
  providers: [createHttpProvider(), smtp],
  secrets: memorySecrets({
    http: { apiKey: "test-api-key", webhookSecret: `whsec_${Buffer.alloc(32, 1).toString("base64")}` },
    smtp: { user: "acme", password: "test-password" },
  }),
  egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyAllowPlainText: ["127.0.0.1"] },
});

const settingsOf = {
  http: (port) => ({ baseUrl: `http://127.0.0.1:${port}`, countries: ["DE"] }),
  smtp: (port) => ({
    from: { address: "support@acme.example" },
    countries: ["DE"],
    smtp: { host: "127.0.0.1", port, security: "none", exposesPasswordAndMail: true },
  }),
};

async function activate() {
  const known = new Set(center.channels.list("acme").map(({ channelId }) => channelId));
  for (const [index, { provider, port }] of order.channels.entries()) {
    const channelId = `c${index}`;
    if (known.has(channelId)) continue;
    const settings = settingsOf[provider](port);
    const shown = center.channels.disclosure(provider, settings);
    const what = { accountId: "acme", channelId, providerId: provider, settings, secret: provider };
    await center.channels.activate({
      ...what,
      shown,
      instructed: act,
      termsAccepted: act,
      residency: { zones: ["EEA"] },
    });
  }
}

function message(number) {
  const index = number % order.channels.length;
  const text = `${order.run}-${number}`;
  const email = order.channels[index].provider === "smtp";
  return {
    accountId: "acme",
    channelId: `c${index}`,
    // Every second one waits a little, so that a kill finds messages that only the store knows of.
    ...(number % 2 === 0 ? {} : { notBeforeAt: new Date(Date.now() + 300).toISOString() }),
    recipients: [
      { address: email ? { kind: "email", value: "ann@example.org" } : { kind: "phone", value: "+4930123456" } },
    ],
    content: email ? { type: "email", subject: text, text } : { type: "text", text },
  };
}

async function send(number) {
  const result = await center.send(message(number));
  if (!result.accepted) throw new Error(`refused: ${result.refusal.code}`);
  say(`ack ${result.messageId} ${order.run}-${number}`);
  return result.messageId;
}

/** All messages at once, then waits for their outcome. */
async function work() {
  const ids = await Promise.all(Array.from({ length: order.messages }, (_, number) => send(number)));
  await Promise.all(ids.map((id) => center.messages.settled("acme", id)));
}

/** At a rate until somebody ends the process. */
async function load() {
  let number = 0;
  const timer = setInterval(() => {
    send(number++).catch(() => undefined);
  }, 1_000 / order.perSecond);
  await new Promise((resolve) => process.once("SIGTERM", resolve));
  clearInterval(timer);
}

async function states() {
  const all = [];
  for (let after = 0; ;) {
    const page = await center.messages.list({ accountId: "acme", after, limit: 1_000 });
    all.push(...page);
    if (page.length < 1_000) return all;
    after = page.at(-1).sequence;
  }
}

/** Waits until nothing is left to do. */
async function recover() {
  const deadline = Date.now() + 30_000;
  while ((await states()).some(({ state }) => OPEN_STATES.has(state)) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20));
  for (const { messageId, state } of await states()) say(`state ${messageId} ${state}`);
}

await activate();
say("ready");
if (order.mode === "work") await work();
else if (order.mode === "load") await load();
else await recover();
await center.close({ graceMs: order.graceMs ?? 5_000 });
say("closed");
