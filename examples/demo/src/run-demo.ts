import { existsSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ContactCenter, createContactCenter, type OutboundMessageInput } from "@plugboard/core";
import { memorySecrets } from "@plugboard/core/memory";
import { verifyDatabase } from "@plugboard/ledger";
import { smtp } from "@plugboard/provider-email/smtp";
import { sqliteStore } from "@plugboard/store-sqlite";
import type { DemoOptions } from "./demo-options.js";
import { dovecotMailbox, hasDovecot } from "./mail/dovecot-mailbox.js";
import { listenerMailbox } from "./mail/listener-mailbox.js";
import { deliverOutside, deliveryStatus, replyTo } from "./mail/outside-mail.js";
import { mailCredentials, startMailServer, type TakenMail } from "./mail/start-mail-server.js";
import { SITE_PER_ROUND } from "./site/scripted-visitor.js";
import { SiteDesk } from "./site/site-desk.js";
import { TELEPHONY_PER_ROUND, TelephonyDesk } from "./telephony/telephony-desk.js";
import type { Timeline } from "./timeline.js";
import { type Account, watchHost } from "./watch-host.js";
import { SimulatedProvider } from "./whatsapp/simulated-provider.js";
import { MESSAGES_PER_PROVIDER, WhatsAppDesk } from "./whatsapp/whatsapp-desk.js";

const SUPPORT = "support@acme.example";
const WAITS_AT_MOST_MS = 20_000;
const ROUND_EVERY_MS = 5_000;
const DATABASE = "plugboard.db";

/** The last line of `--once`. */
export interface DemoResult {
  readonly sent: number;
  readonly received: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly channels: readonly string[];
  readonly delivered: number;
  readonly bounced: number;
  readonly replies: number;
  readonly refused: number;
}

/** Runs rounds until `stop` aborts, or one with `--once`; everything it started is stopped when it returns. */
export async function runDemo(
  options: DemoOptions,
  timeline: Timeline,
  stop: AbortSignal,
  roundEveryMs = ROUND_EVERY_MS,
): Promise<DemoResult> {
  const directory = await folder(options.directory);
  const database = join(directory, DATABASE);
  // A round counts what it sees from the beginning, so it begins with nothing.
  if (existsSync(database))
    throw new Error(`${database} is there already, from an earlier run. Name another folder, or delete it.`);
  const started: Started = [];
  try {
    const result = await play({ options, database, timeline, stop, roundEveryMs }, started);
    tellLedger(database, timeline);
    return result;
  } finally {
    await endAll(started);
  }
}

/** What ends each thing that was started; in reverse, when the rounds are over or when something did not start. */
type Started = (() => Promise<unknown>)[];

async function endAll(started: Started): Promise<void> {
  for (const end of started.splice(0).reverse()) await end();
}

interface Play {
  readonly options: DemoOptions;
  readonly database: string;
  readonly timeline: Timeline;
  readonly stop: AbortSignal;
  readonly roundEveryMs: number;
}

async function play({ options, database, timeline, stop, roundEveryMs }: Play, started: Started): Promise<DemoResult> {
  const kind = options.mailbox ?? ((await hasDovecot()) ? "dovecot" : "listener");
  const mailbox = kind === "dovecot" ? await dovecotMailbox(SUPPORT) : await listenerMailbox(SUPPORT);
  started.push(() => mailbox.close());
  const answer = async (mail: TakenMail): Promise<void> => {
    const delivered = !mail.to.startsWith("nobody@");
    await deliverOutside(mailbox.delivery, deliveryStatus({ ...mail, delivered }));
    if (mail.subject.includes("appointment")) await deliverOutside(mailbox.delivery, replyTo(mail));
  };
  const server = await startMailServer((mail) => {
    answer(mail).catch(() => timeline.step(undefined, "outside", "could not deliver its answer", "red"));
  });
  started.push(() => server.close());
  const simulated = await SimulatedProvider.startAll();
  const desks: WhatsAppDesk[] = [];
  started.push(async () => {
    for (const desk of desks) await desk.close();
    await Promise.all(simulated.map((one) => one.close()));
  });
  const telephony = await TelephonyDesk.start();
  started.push(() => telephony.close(timeline));
  const site = await SiteDesk.start();
  started.push(() => site.close());
  const center = await createContactCenter({
    store: sqliteStore(database),
    // Nobody but the demo calls it; a host in production asks who may act for an account (R4).
    authority: { unchecked: "a demo of one process" },
    providers: [smtp, ...simulated.map(({ provider }) => provider), telephony.provider, ...site.providers],
    secrets: memorySecrets({
      "acme-mail": mailCredentials,
      ...telephony.secrets,
      ...site.secrets,
      ...Object.fromEntries(simulated.map(({ channelId, credentials }) => [channelId, credentials])),
    }),
    // The demo's servers are on loopback; a host in production leaves this out.
    egress: {
      dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"],
      dangerouslyRedirectEndpoints: {
        ...Object.fromEntries(simulated.flatMap((one) => Object.entries(one.place().redirects ?? {}))),
        ...telephony.redirects,
      },
    },
  });
  started.push(() => center.close());
  timeline.heading(options.once ? "Plugboard demo" : "Plugboard demo, until Ctrl-C");
  timeline.fact("mail server", `npm smtp-server on 127.0.0.1:${String(server.port)}`);
  timeline.fact("mailbox", mailbox.description);
  for (const { providerId, origin } of simulated) timeline.fact("WhatsApp", `simulated ${providerId} on ${origin}`);
  timeline.fact("database", database);
  const account = watchHost(center, timeline);
  const whatsApp = new WhatsAppDesk(center, timeline, account, simulated);
  desks.push(whatsApp);
  let refused = 0;
  const channelId = await activate(center, timeline, { ...mailbox.settings, smtpPort: server.port });
  await whatsApp.open();
  await telephony.open(center, timeline);
  await site.open(center, timeline, account, channelId);
  timeline.heading("Form, chat and counter next to each other: open this page");
  timeline.fact("page", site.url);
  timeline.heading("Timeline");
  for (let round = 1; !stop.aborted; round += 1) {
    refused += await sendRound(center, timeline, account, { channelId, round });
    refused += await whatsApp.runRound(round);
    refused += await telephony.runRound(center, timeline, account, round);
    // Afterwards the page belongs to whoever opened it.
    if (round === 1) await site.runRound(center);
    await waitUntil(() => isComplete(account, round, simulated.length), WAITS_AT_MOST_MS, stop);
    if (options.once) break;
    await waitUntil(() => false, roundEveryMs, stop);
  }
  await endAll(started);
  const { sent, received, duplicated, delivered, undelivered, replies } = account;
  return {
    sent,
    received,
    lost: sent - received,
    duplicated,
    channels: ["email", "whatsapp", "telephony", "webform", "livechat"],
    delivered,
    bounced: undelivered,
    replies,
    refused,
  };
}

/** What a stranger would do with the database afterwards: no host is needed for it (R12). */
function tellLedger(database: string, timeline: Timeline): void {
  const { verified, transfers, acts } = verifyDatabase(database);
  timeline.heading("The ledger, verified without the host (R12)");
  timeline.fact(
    verified ? "verified" : "BROKEN",
    `${String(transfers)} transfers and ${String(acts)} acts under seals`,
  );
  timeline.fact("yourself", `npm run build && npx plugboard-ledger verify ${database}`);
}

async function activate(
  center: ContactCenter,
  timeline: Timeline,
  parts: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { smtpPort, ...incoming } = parts;
  const settings = {
    from: { address: SUPPORT, name: "Acme support" },
    countries: ["DE"],
    smtp: { host: "127.0.0.1", port: smtpPort, security: "none", exposesPasswordAndMail: true },
    ...incoming,
  };
  const shown = center.channels.disclosure("smtp", settings);
  const act = { actor: "ann.admin", authority: "administrator", at: new Date().toISOString() } as const;
  timeline.heading("Activation, by recorded instruction (R4)");
  timeline.fact(
    "shown",
    `${shown.seller}; data goes to ${shown.countries.join(", ")}; ${String(shown.personalData.length)} categories`,
  );
  const result = await center.channels.activate({
    accountId: "acme",
    channelId: "acme-mail",
    providerId: "smtp",
    settings,
    secret: "acme-mail",
    instructed: act,
    shown,
    termsAccepted: act,
    residency: { zones: ["EEA"] },
  });
  if (!result.activated) throw new Error(`not activated: ${result.refusal.reason}`);
  timeline.fact("result", `channel ${result.channelId} is active`);
  const probe = await center.channels.probe("acme", result.channelId);
  timeline.fact("probe", `${probe.state}, no message sent`);
  return result.channelId;
}

/** @returns how many messages a gate refused. */
async function sendRound(
  center: ContactCenter,
  timeline: Timeline,
  account: Account,
  at: { channelId: string; round: number },
): Promise<number> {
  let refused = 0;
  for (const [index, message] of messages(at.channelId, at.round).entries()) {
    const name = `#${String(at.round)}.${String(index + 1)}`;
    const result = await center.send(message);
    if (!result.accepted) {
      refused += 1;
      continue;
    }
    account.sent += 1;
    timeline.name(result.messageId, name);
    timeline.step(
      result.messageId,
      "accepted",
      `durable, every gate passed, content ${result.contentHash.slice(0, 12)}…`,
      "cyan",
      at.channelId,
    );
  }
  return refused;
}

function messages(channelId: string, round: number): OutboundMessageInput[] {
  const mail = (to: string, subject: string, content: object = {}): OutboundMessageInput => ({
    accountId: "acme",
    channelId,
    recipients: [{ address: { kind: "email", value: to } }],
    content: { type: "email", subject, text: `Hello,\n\nthis is message ${subject}.\n`, ...content },
  });
  const note = {
    filename: "note.txt",
    contentType: "text/plain",
    bytes: new TextEncoder().encode("An attached note.\n"),
  };
  return [
    mail("ann@example.org", `Your appointment, round ${String(round)}`),
    mail("ben@example.org", "With HTML", { html: "<p>Hello <b>Ben</b></p>" }),
    mail("cleo@example.org", "With a file", { attachments: [note] }),
    mail("dora@example.org", "Grüße aus München ✓"),
    mail("nobody@example.org", "To an address that does not exist"),
    mail("emil@example.org", "Newsletter", { listUnsubscribe: { url: "https://acme.example/u/1" } }),
    // Refused by the capability gate: a mail server carries no WhatsApp template, and nothing is rewritten (R8).
    { ...mail("ann@example.org", ""), content: { type: "template", name: "hello", language: "en" } },
  ];
}

/**
 * Six mails and a reply, for each WhatsApp provider its messages and a person who writes, an SMS and a call, which is not delivered but answered; once, a form
 * and a chat with their answers. The address that bounced is written to once: afterwards it is suppressed. What a person at the page adds comes on top.
 */
function isComplete(account: Account, round: number, whatsAppProviders: number): boolean {
  const { sent, received, delivered, undelivered, replies } = account;
  const { sms, calls } = TELEPHONY_PER_ROUND;
  const { answers, messages: written } = SITE_PER_ROUND;
  const expected = 1 + round * (5 + MESSAGES_PER_PROVIDER * whatsAppProviders + sms + calls) + answers;
  const settled = received === sent && delivered + undelivered >= expected - round * calls;
  return sent >= expected && settled && replies >= round * (1 + whatsAppProviders) + written;
}

async function waitUntil(done: () => boolean, limitMs: number, stop: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (!done()) {
    if (stop.aborted || performance.now() > deadline) return false;
    await new Promise((again) => setTimeout(again, 20));
  }
  return true;
}

async function folder(chosen: string | undefined): Promise<string> {
  if (chosen === undefined) return mkdtemp(join(tmpdir(), "plugboard-demo-"));
  const directory = resolve(chosen);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return directory;
}
