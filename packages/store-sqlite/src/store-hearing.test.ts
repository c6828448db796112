import { join } from "node:path";
import { type ContactCenter, createContactCenter } from "@plugboard/core";
import {
  defineProvider,
  type InboundEventInput,
  type InboundSinkV1,
  type ProviderManifestInput,
} from "@plugboard/core/spec";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { sqliteStore } from "./sqlite-store.js";

const AT = "2026-11-22T10:00:00Z";
const act = { actor: "ann", authority: "administrator", at: AT } as const;
const ben = { kind: "email", value: "ben@example.com" } as const;
const SESSION = "session-of-a-visitor-0001";
const residency: ProviderManifestInput["operations"][number]["residency"] = {
  processing: { countries: ["DE"], source: "account-settings", readOn: "2026-11-21", safeguard: "none" },
};

/** A site whose visitors' doings a test hands in, as events in JSON. */
const site = (onSink: (sink: InboundSinkV1) => void) =>
  defineProvider({
    manifest: {
      ...{ id: "site", name: "Site", version: "1.0.0", coreRange: "*", channelKinds: ["webform"] },
      seller: { legalName: "S Ltd", country: "IE", website: "https://s.example", support: "mailto:help@s.example" },
      documents: [{ kind: "terms", version: "1", url: "https://s.example/terms" }],
      ...{ accountModes: ["own"], capabilities: ["inboundEvents", "mailboxSync", "site", "calls"] },
      endpoints: [{ id: "api", url: "https://s.example" }],
      operations: [{ id: "serve", endpoints: ["api"], personalData: ["message-content"], residency, timeoutMs: 1_000 }],
      site: { operation: "serve", methods: ["POST"], headers: [], maxBodyBytes: 1_000 },
      calls: { verbs: { answer: "full", "hang-up": "full" }, destinations: ["phone"], callOperation: "serve" },
      idempotency: { mode: "none" },
    },
    settings: z.strictObject({}),
    credentials: z.strictObject({}),
    open: () =>
      Promise.resolve({
        inboundEvents: { doParse: ({ body }) => JSON.parse(new TextDecoder().decode(body)) as InboundEventInput[] },
        mailboxSync: {
          doSync: (sink, signal) => {
            onSink(sink);
            return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
          },
        },
        site: { doServe: () => ({ status: 204, headers: {}, body: "" }) },
        close: () => Promise.resolve(),
        calls: {
          doCall: () => Promise.resolve({ outcome: "received", providerMessageId: "CA9" }),
          doControl: () => Promise.resolve({ outcome: "received", providerMessageId: "CA1" }),
        },
      }),
  });

async function start(path: string): Promise<{ readonly center: ContactCenter; readonly sink: InboundSinkV1 }> {
  let sink: InboundSinkV1 | undefined;
  const store = sqliteStore(path);
  const provider = site((given) => void (sink = given));
  const center = await createContactCenter({ store, authority: { unchecked: "a test" }, providers: [provider] });
  onTestFinished(() => center.close({ graceMs: 0 }));
  if (center.channels.list("acme").length === 0)
    await center.channels.activate({
      ...{ accountId: "acme", channelId: "c1", providerId: "site", instructed: act, termsAccepted: act },
      ...{ shown: center.channels.disclosure("site"), residency: { zones: ["EEA"] } },
    });
  await expect.poll(() => sink).toBeDefined();
  return { center, sink: sink as InboundSinkV1 };
}

test("what concerns the host is heard once without a handler, and a restart neither loses nor repeats it", async () => {
  const path = join(temporaryFolder(), "store.db");
  const { center, sink } = await start(path);
  const consents = [{ address: ben, purposes: ["news"], wordingHash: "a".repeat(64), givenAt: AT, source: "the form" }];
  const events: InboundEventInput[] = [
    { type: "message", providerMessageId: "f1", from: ben, to: [], text: "hello", consents },
    { type: "call", callId: "CA1", event: "offered", direction: "inbound", from: "+4930111", awaitsVerbs: true },
    { type: "conversation", event: "erasure-requested", occurredAt: AT, subject: SESSION },
  ];
  const body = new TextEncoder().encode(JSON.stringify(events));
  await sink.accept({ deduplicationKey: "1", contentType: "application/json", body });
  const heard = async (of: ContactCenter) => [
    (await of.consents.of("acme", ben)).map(({ purposes }) => purposes),
    of.calls.live("acme").map(({ direction }) => direction),
    (await of.rights.list("acme")).map(({ addresses }) => addresses.map(({ value }) => value)),
  ];
  const once = [[["news"]], ["inbound"], [[SESSION]]];
  await expect.poll(() => heard(center)).toEqual(once);
  await center.close();
  const next = await start(path);
  const seen: string[] = [];
  next.center.receive(({ event }) => void seen.push(event.type));
  await expect.poll(() => seen).toEqual(["message", "call", "conversation"]);
  expect(await next.center.consents.of("acme", ben)).toHaveLength(1);
  expect(await next.center.rights.list("acme")).toHaveLength(1);
  expect(await next.center.ledger.entries({ accountId: "acme" })).toHaveLength(1);
});
