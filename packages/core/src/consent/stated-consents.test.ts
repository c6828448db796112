import { expect, test } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { activate, startHost } from "../__fixtures__/start-host.js";
import { createHash } from "node:crypto";
import type { InboundEnvelope } from "../inbound/inbound-envelope.js";
import { memoryStore } from "../ports/memory/index.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";

const SECRET = "s".repeat(43);
const address = { kind: "email", value: "ann@example.com", name: "Ann Lee" } as const;
const wordingHash = createHash("sha256").update("Yes, send me news.").digest("hex");
const consent = {
  address,
  purposes: ["news"],
  wordingHash,
  language: "en",
  givenAt: "2026-11-22T10:00:00Z",
  source: "https://shop.example/contact",
};
const confirmation = {
  channelId: "mail",
  secret: SECRET,
  validForDays: 7,
  subject: "Please confirm",
  text: "Follow {link} to confirm.",
  url: "https://forms.example/sites/c1/confirm",
};

/** A form that takes one submission, and the account's mail channel. */
async function start(options: { readonly confirmation?: typeof confirmation } = {}) {
  const sent: OutboundMessage[] = [];
  const mail = scriptedProvider({
    id: "mail",
    manifest: { channelKinds: ["email"] },
    content: { features: { email: "full" }, addressKinds: ["email"] },
    send: ({ message }) => {
      sent.push(structuredClone(message));
      return Promise.resolve({ outcome: "received", providerMessageId: "m1" });
    },
  });
  const form = scriptedProvider({
    id: "form",
    manifest: {
      channelKinds: ["webform"],
      site: { operation: "send-message", methods: ["POST", "GET"] },
    },
    parse: () => [
      {
        type: "message",
        providerMessageId: "f1",
        from: address,
        to: [],
        text: "hello",
        consents: [{ ...consent, ...(options.confirmation && { confirmation: options.confirmation }) }],
      },
    ],
    offers: {
      site: {
        async doServe({ query, body }, host) {
          if (query !== "") return { status: (await host.confirmConsent(query)) ? 200 : 410, headers: {}, body: "" };
          await host.accept({ deduplicationKey: "one", contentType: "text/plain", body });
          return { status: 202, headers: {}, body: "" };
        },
      },
    },
  });
  const center = await startHost({
    providers: [mail.provider, form.provider],
    store: memoryStore(),
    settings: { inboundBackoffBaseMs: 1 },
  });
  await activate(center, { providerId: "mail", channelId: "mail" });
  await activate(center, { providerId: "form" });
  const handled: InboundEnvelope[] = [];
  let failures = 1;
  center.receive((envelope) => {
    if (failures-- > 0) throw new Error("the first time");
    handled.push(envelope);
  });
  const call = (path: string, init?: RequestInit) =>
    center.fetch(new Request(`https://forms.example/sites/c1${path}`, init));
  await call("", { method: "POST", body: "x" });
  await expect.poll(() => handled.length).toBe(1);
  return { center, call, handled, sent };
}

test("a box that was ticked is on record with the hash of its words before a handler sees the message, once", async () => {
  const { center, handled, sent } = await start();
  expect(await center.consents.of("acme", address)).toMatchObject([
    { purposes: ["news"], wordingHash, method: "form", recordedBy: "recipient", source: consent.source },
  ]);
  expect([handled.length, sent.length]).toEqual([1, 0]);
});

test("a double opt-in counts when the person comes back with the link, which is sent once and to nobody else", async () => {
  const { center, call, handled, sent } = await start({ confirmation });
  await expect.poll(() => sent.length).toBe(1);
  const text = sent[0]?.content.type === "email" ? (sent[0].content.text ?? "") : "";
  const token = /token=(\S+)/.exec(text)?.[1] ?? "";
  const isConfirmed = async () => (await center.consents.of("acme", address))[0]?.confirmation?.confirmedAt;
  expect([sent[0]?.recipients.map((one) => one.address), await isConfirmed()]).toEqual([
    [{ kind: "email", value: "ann@example.com" }],
    undefined,
  ]);
  expect(JSON.stringify(handled)).not.toContain(SECRET);
  expect((await call(`?${decodeURIComponent(token).slice(0, -1)}x`)).status).toBe(410);
  expect(await isConfirmed()).toBeUndefined();
  expect((await call(`?${decodeURIComponent(token)}`)).status).toBe(200);
  expect(await isConfirmed()).toBeDefined();
});

test("where the question cannot be sent the message arrives, and the consent does not count", async () => {
  const { center, handled, sent } = await start({ confirmation: { ...confirmation, channelId: "nobodys" } });
  expect([handled.length, sent.length]).toEqual([1, 0]);
  const [kept] = await center.consents.of("acme", address);
  expect(kept?.confirmation).toMatchObject({ tokenHash: createHash("sha256").update(SECRET).digest("hex") });
  expect(kept?.confirmation?.confirmedAt).toBeUndefined();
});
