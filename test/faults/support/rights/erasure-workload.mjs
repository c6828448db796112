// A host process: fills a store with two people, or erases one of them from it.
import { createContactCenter, defineProvider } from "@plugboard/core";
import { sqliteStore } from "@plugboard/store-sqlite";
import { z } from "zod";
import { CANARIES, OTHERS } from "./canaries.mjs";

const { mode, database, mutant, size = 30 } = JSON.parse(process.argv[2] ?? "{}");
const act = { actor: "desk-3", authority: "administrator", at: "2026-11-21T00:00:00Z" };
const ann = { kind: "phone", value: CANARIES.phone, name: CANARIES.name };
const mail = { kind: "email", value: CANARIES.mail, name: CANARIES.name };
const handle = { kind: "handle", value: CANARIES.handle };
const bob = { kind: "phone", value: OTHERS.phone };
const say = (line) => process.stdout.write(`${line}\n`);

const facet = { countries: ["DE"], source: "https://x.example.com/dpa", readOn: "2026-11-21", safeguard: "none" };
let sent = 0;
const provider = defineProvider({
  manifest: {
    ...{ id: "here", name: "Here", version: "1.0.0", coreRange: "*", channelKinds: ["sms"] },
    seller: {
      legalName: "Here Ltd",
      country: "DE",
      website: "https://x.example.com",
      support: "mailto:s@x.example.com",
    },
    documents: [
      { kind: "terms", version: "1", url: "https://x.example.com/terms" },
      { kind: "privacy", version: "1", url: "https://x.example.com/privacy" },
    ],
    ...{
      accountModes: ["own"],
      capabilities: ["outboundMessages", "inboundEvents", "deliveryReports", "subjectRights"],
    },
    endpoints: [{ id: "api", url: "https://api.x.example.com" }],
    operations: [
      {
        ...{ id: "send-message", endpoints: ["api"], residency: { processing: facet } },
        personalData: ["recipient-address", "recipient-name", "message-content"],
      },
    ],
    content: {
      features: { text: "full", email: "full", html: "full", attachments: "full", "display-names": "full" },
      ...{ addressKinds: ["phone", "email", "handle"], maxRecipients: 5 },
    },
    ...{ sendOperation: "send-message", idempotency: { mode: "key", ttlSeconds: 86_400 }, limits: {} },
  },
  settings: z.strictObject({}),
  credentials: z.strictObject({}),
  open: async () => ({
    outboundMessages: {
      doSend: async (transfer) => {
        // As a WhatsApp id: the recipient's number in base64 within it.
        const to = transfer.message.recipients[0].address.value;
        sent += 1;
        const word = to === bob.value ? "id" : CANARIES.providerId;
        return {
          outcome: "received",
          providerMessageId: `${word}.${Buffer.from(`\u0018${to}\u0015${sent}`).toString("base64")}`,
        };
      },
    },
    inboundEvents: { doParse: () => [] },
    subjectRights: { rights: ["erase"], doSubjectRight: async () => ({ result: "done", proof: "2 messages" }) },
    close: async () => undefined,
  }),
});

const inner = sqliteStore(database);
// The mutant leaves the files as the deletions left them.
const store = mutant ? { ...inner, scrub: async () => undefined } : inner;
const lines = [];
const logger = Object.fromEntries(
  ["debug", "info", "warn", "error"].map((level) => [level, (...said) => void lines.push(JSON.stringify(said))]),
);
const center = await createContactCenter({
  store,
  providers: [provider],
  logger,
  authority: { unchecked: "a fault row" },
});
for (const name of [
  "message-accepted",
  "message-state-changed",
  "transfer-closed",
  "rights-request-opened",
  "rights-request-closed",
])
  center.on(name, (event) => void lines.push(JSON.stringify(event)));

async function settled(message) {
  const result = await center.send({ accountId: "acme", channelId: "c1", ...message });
  if (!result.accepted) throw new Error(`refused: ${result.refusal.code}`);
  await center.messages.settled("acme", result.messageId);
}

async function seed() {
  const shown = center.channels.disclosure("here", {});
  const instruction = {
    accountId: "acme",
    channelId: "c1",
    providerId: "here",
    instructed: act,
    shown,
    termsAccepted: act,
  };
  const activated = await center.channels.activate({ ...instruction, residency: { zones: ["EEA"] } });
  if (!activated.activated) throw new Error(`not activated: ${activated.refusal.code}`);
  const text = (value) => ({ type: "text", text: value });
  for (let index = 0; index < size; index += 1) {
    await settled({ recipients: [{ address: bob }], content: text(`${OTHERS.text} ${index}`) });
    const recipients = [{ address: index % 2 === 0 ? ann : mail }];
    const content =
      index % 3 === 0
        ? {
            ...{ type: "email", subject: CANARIES.subject, text: CANARIES.text, html: `<p>${CANARIES.html}</p>` },
            attachments: [
              {
                ...{ filename: CANARIES.filename, contentType: "application/pdf" },
                bytes: Buffer.from(CANARIES.attachment.repeat(500)),
              },
            ],
          }
        : text(`${CANARIES.text} ${index}`);
    await settled({
      recipients,
      content,
      idempotencyKey: `${CANARIES.idempotencyKey} ${index}`,
      metadata: { of: CANARIES.metadata },
    });
    const consent = {
      accountId: "acme",
      address: index % 2 === 0 ? ann : mail,
      purposes: [`p${index}`],
      wording: "yes",
    };
    await center.consents.give({
      ...consent,
      method: "form",
      givenAt: "2026-01-01T00:00:00Z",
      source: `${CANARIES.consentSource} ${index}`,
      act,
    });
  }
  await settled({ recipients: [{ address: bob }, { address: handle }], content: text(CANARIES.text) });
  const notBeforeAt = new Date(Date.now() + 86_400_000).toISOString();
  await center.send({
    accountId: "acme",
    channelId: "c1",
    recipients: [{ address: ann }],
    content: text(CANARIES.waiting),
    notBeforeAt,
  });
  await center.close();
  await seedDeliveries();
}

/** What webhooks, a chat and early reports leave behind, as the host writes it. */
async function seedDeliveries() {
  const direct = sqliteStore(database);
  const { lastInboundSequence, lastMessageSequence } = await direct.open();
  const record = (offset, state, body, more = {}) => ({
    kind: "inbound-insert",
    record: {
      ...{
        sequence: lastInboundSequence + offset,
        rawId: `raw_${offset}`,
        accountId: "acme",
        channelId: "c1",
        source: "webhook",
      },
      ...{
        deduplicationKey: `key ${offset}`,
        contentType: "application/json",
        body: Buffer.from(body),
        attributes: "{}",
      },
      ...{ recordedAtMs: Date.now(), state, attempt: 0, dueAtMs: 0, finished: "[]", code: undefined, ...more },
    },
  });
  const digits = CANARIES.phone.slice(1);
  const document = (collection, id, value) => ({
    kind: "document-put",
    document: { collection, id, accountId: "acme", value },
  });
  const held = JSON.stringify({
    recipients: [{ address: ann, role: "to" }],
    content: { type: "text", text: CANARIES.held },
  });
  await direct.commit([
    record(1, "parked", `{"wa_id":"${digits}","text":"${CANARIES.parkedBody}"}`, { code: "EVENTS_INVALID" }),
    record(2, "recorded", `From=%2B${digits}&Body=${CANARIES.waitingBody}`, {
      deduplicationKey: `${CANARIES.deduplicationKey} ${CANARIES.mail}`,
      attributes: JSON.stringify({ "x-sender": CANARIES.header }),
    }),
    record(3, "parked", `{"wa_id":"${OTHERS.phone.slice(1)}","text":"${OTHERS.parkedBody}"}`, {
      code: "EVENTS_INVALID",
    }),
    record(4, "done", "", { deduplicationKey: `${CANARIES.deduplicationKey} ${digits}` }),
    document("channel-records", "c1/chat/1", JSON.stringify(`${CANARIES.handle}: ${CANARIES.record}`)),
    document(
      "early-reports",
      "c1/0123",
      JSON.stringify({
        ...{ channelId: "c1", name: `${CANARIES.reportName} ${digits}` },
        reports: [
          {
            ...{ name: `${CANARIES.reportName} ${digits}`, recordedAtMs: Date.now() },
            report: {
              type: "delivery-report",
              providerMessageId: `${CANARIES.reportName} ${digits}`,
              status: "delivered",
            },
          },
        ],
      }),
    ),
    {
      kind: "message-insert",
      record: {
        ...{
          sequence: lastMessageSequence + 1,
          messageId: "msg_held",
          accountId: "acme",
          channelId: "c1",
          payload: held,
          blobs: [],
        },
        ...{
          idempotencyKey: undefined,
          contentHash: "0".repeat(64),
          acceptedAtMs: Date.now(),
          expiresAtMs: Date.now() + 1e9,
        },
        ...{
          state: "held",
          queue: "held",
          dueAtMs: 0,
          attempt: 0,
          providerMessageId: undefined,
          code: "TERMS_OUTDATED",
          stateAtMs: 1,
        },
      },
    },
  ]);
  await direct.close();
}

async function erase() {
  const shown = [];
  const known = await center.rights.list("acme");
  const identity = { method: "code", checkedBy: "desk-3", checkedAt: "2026-11-21T00:00:00Z" };
  const order = {
    accountId: "acme",
    right: "erase",
    addresses: [ann, mail, handle],
    identity,
    receivedAt: "2026-11-21T00:00:00Z",
    act,
  };
  const { requestId } = known[0] ?? (await center.rights.request(order));
  say(`taken ${requestId}`);
  const { state } = await center.rights.carriedOut("acme", requestId);
  say(`state ${state}`);
  // What is still in memory would be handed over now.
  center.receive((envelope) => void shown.push(envelope));
  await new Promise((resolve) => setTimeout(resolve, 20));
  lines.push(JSON.stringify(await center.ledger.audit({ accountId: "acme", limit: 10_000 })));
  lines.push(JSON.stringify(await center.ledger.entries({ accountId: "acme", limit: 10_000 })));
  lines.push(JSON.stringify(await center.rights.list("acme")), JSON.stringify(shown));
  for (const [name, words] of Object.entries(CANARIES))
    if (lines.some((line) => line.includes(words))) say(`logged ${name}`);
  const messages = await center.messages.list({ accountId: "acme", limit: 1_000 });
  say(`others ${messages.length}`);
  say("closed");
  // Killed, not closed: the files are looked at as an erasure left them, with the write-ahead log.
  process.kill(process.pid, "SIGKILL");
}

await (mode === "seed" ? seed() : erase());
say("closed");
