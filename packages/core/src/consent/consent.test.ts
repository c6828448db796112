import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import { gate, testStore } from "../__fixtures__/test-store.js";
import type { InboundSinkV1 } from "../spec/capabilities/mailbox-sync.js";
import type { InboundEventInput } from "../spec/inbound/inbound-event.js";
import type { ConsentInput } from "./consent.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());

const ben = { kind: "phone", value: "+4930123456" } as const;
const eve = { kind: "phone", value: "+4930999999" } as const;
const consent = (changes: Partial<ConsentInput> = {}): ConsentInput => ({
  accountId: "acme",
  address: ben,
  purposes: ["newsletter"],
  wording: "Yes, Acme may write to me about offers.",
  method: "form",
  givenAt: "2026-11-01T10:00:00Z",
  source: "https://acme.example/form",
  act,
  ...changes,
});
const onConsent = (purpose = "newsletter", address: typeof ben | typeof eve = ben) =>
  text("hello", { recipients: [{ address }], legalBasis: { basis: "consent", purpose } });

/** A host with one active channel, and a way to let its provider report or a person write. */
async function openHost(store = testStore(), channelKind = "sms", send?: () => unknown) {
  let sink: InboundSinkV1 | undefined;
  const scripted = scriptedProvider({
    manifest: { channelKinds: [channelKind] },
    content: { addressKinds: ["phone", "handle", "email"], maxRecipients: 3 },
    ...(send === undefined ? {} : { send }),
    parse: (raw) => JSON.parse(new TextDecoder().decode(raw.body)) as InboundEventInput[],
    sync: (given, signal) => {
      sink = given;
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    },
  });
  const center = await startHost({ store, providers: [scripted.provider] });
  center.receive(() => undefined);
  if (center.channels.list("acme").length === 0) await activate(center);
  await settle();
  const hear = async (event: InboundEventInput) => {
    const body = new TextEncoder().encode(JSON.stringify([event]));
    await sink?.accept({ deduplicationKey: JSON.stringify(event), contentType: "application/json", body });
    await settle();
  };
  const says = (words: string, from: typeof ben | typeof eve = ben) =>
    hear({ type: "message", providerMessageId: words, from, to: [], text: words });
  return { center, scripted, store, hear, says };
}

const codeOf = (result: { accepted: boolean; refusal?: { code: string } }): string =>
  result.accepted ? "accepted" : (result.refusal?.code ?? "");

describe("a message that relies on consent", () => {
  test("is refused without one for its person, purpose and kind of channel, and says who by position", async () => {
    const { center } = await openHost();
    expect(await center.send(onConsent())).toMatchObject({
      accepted: false,
      refusal: { code: "CONSENT_MISSING", rule: "R14", details: { purpose: "newsletter", positions: ["0"] } },
    });
    await center.consents.give(consent({ channelKinds: ["email"] }));
    expect(codeOf(await center.send(onConsent()))).toBe("CONSENT_MISSING");
    await center.consents.give(consent({ channelKinds: ["sms", "email"] }));
    expect(codeOf(await center.send(onConsent()))).toBe("accepted");
    expect(codeOf(await center.send(onConsent("surveys")))).toBe("CONSENT_MISSING");
    expect(codeOf(await center.send(onConsent("newsletter", eve)))).toBe("CONSENT_MISSING");
  });

  test("does not go out when consent is withdrawn before its transfer: it is held", async () => {
    const { center, scripted } = await openHost();
    await center.consents.give(consent());
    const soon = new Date(Date.now() + 300).toISOString();
    const id = idOf(await center.send({ ...onConsent(), notBeforeAt: soon }));
    expect(await center.consents.withdraw({ accountId: "acme", address: ben, act })).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await center.messages.status("acme", id)).state).toBe("held");
    expect(scripted.seen).toEqual([]);
  });

  test("another account's consent is no consent", async () => {
    const { center } = await openHost();
    await center.consents.give(consent({ accountId: "rival" }));
    expect(codeOf(await center.send(onConsent()))).toBe("CONSENT_MISSING");
    expect(await center.consents.of("acme", ben)).toEqual([]);
  });
});

describe("a consent", () => {
  test("keeps the hash of the exact words, how, when, where and who recorded it; the trail names no person", async () => {
    const { center } = await openHost();
    await center.consents.give(consent());
    const wordingHash = createHash("sha256").update("Yes, Acme may write to me about offers.").digest("hex");
    expect(await center.consents.of("acme", ben)).toMatchObject([
      { wordingHash, method: "form", source: "https://acme.example/form", recordedBy: "ann", withdrawn: [] },
    ]);
    const trail = JSON.stringify(await center.ledger.audit({ accountId: "acme", action: "consent-given" }));
    expect(trail).toContain(wordingHash);
    expect(trail).not.toContain(ben.value);
  });

  test("withdrawn for one purpose stands for the others, and the withdrawal is kept", async () => {
    const { center } = await openHost();
    await center.consents.give(consent({ purposes: ["newsletter", "surveys"] }));
    const withdrawal = { accountId: "acme", address: ben, purposes: ["newsletter"], act };
    expect([await center.consents.withdraw(withdrawal), await center.consents.withdraw(withdrawal)]).toEqual([1, 0]);
    expect(codeOf(await center.send(onConsent("newsletter")))).toBe("CONSENT_MISSING");
    expect(codeOf(await center.send(onConsent("surveys")))).toBe("accepted");
    expect((await center.consents.of("acme", ben))[0]?.withdrawn).toMatchObject([
      { purpose: "newsletter", actor: "ann" },
    ]);
  });

  test("with double opt-in counts only when it is confirmed, by this account, in time, with the right token", async () => {
    const { center, store } = await openHost();
    const { token } = await center.consents.request(consent());
    expect(codeOf(await center.send(onConsent()))).toBe("CONSENT_MISSING");
    for (const wrong of ["", "x", `${token}x`, token.replace(/.$/, (last) => (last === "A" ? "B" : "A"))])
      await expect(center.consents.confirm("acme", wrong)).rejects.toMatchObject({ code: "CONFIRMATION_UNKNOWN" });
    await expect(center.consents.confirm("rival", token)).rejects.toMatchObject({ code: "CONFIRMATION_UNKNOWN" });
    const first = await center.consents.confirm("acme", token);
    expect(await center.consents.confirm("acme", token)).toEqual(first);
    expect(codeOf(await center.send(onConsent()))).toBe("accepted");
    const late = await center.consents.request(consent({ address: eve }), { validForDays: -1 });
    await expect(center.consents.confirm("acme", late.token)).rejects.toMatchObject({ code: "CONFIRMATION_UNKNOWN" });
    expect(JSON.stringify(await store.documents({ collection: "consents", limit: 9 }))).not.toContain(
      token.split(".")[2],
    );
  });

  test.each<[string, Partial<ConsentInput>]>([
    ["no words", { wording: undefined }],
    ["words and a hash", { wordingHash: "a".repeat(64) }],
    ["no purpose", { purposes: [] }],
    ["an address that is none", { address: { kind: "phone", value: "123" } }],
    ["nobody who recorded it", { act: undefined as never }],
  ])("with %s is refused, and the error holds no address", async (_what, changes) => {
    const { center } = await openHost();
    const failure = await Promise.resolve()
      .then(() => center.consents.give(consent(changes)))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "INSTRUCTION_INVALID" });
    expect(String(failure)).not.toContain(ben.value);
  });
});

test("an account that must state its basis cannot send without, also after a restart", async () => {
  const { center, store } = await openHost();
  await center.accounts.setPolicy({ accountId: "acme", act, legalBasis: "stated" });
  expect(codeOf(await center.send(text("a")))).toBe("LEGAL_BASIS_MISSING");
  const stated = text("a", { legalBasis: { basis: "contract", purpose: "order-status" } });
  expect(codeOf(await center.send(stated))).toBe("accepted");
  await center.close();
  const again = await openHost(store);
  expect(codeOf(await again.center.send(text("a")))).toBe("LEGAL_BASIS_MISSING");
  await again.center.accounts.setPolicy({ accountId: "acme", act, legalBasis: "warranted" });
  expect(codeOf(await again.center.send(text("a")))).toBe("accepted");
});

test("a policy that is changed in one thing stays as it was in the others", async () => {
  const { center } = await openHost();
  await center.accounts.setPolicy({ accountId: "acme", act, legalBasis: "stated" });
  await center.accounts.setPolicy({ accountId: "acme", act, plan: "unlimited" });
  expect(codeOf(await center.send(text("a")))).toBe("LEGAL_BASIS_MISSING");
});

test.each(["suppressions", "account-policies", "usage"])(
  "a host does not start with %s it cannot read: what is passed over is not kept to",
  async (collection) => {
    const store = testStore();
    const value = `{"secret of ${ben.value}`;
    await store.commit([{ kind: "document-put", document: { collection, id: "x", accountId: "acme", value } }]);
    const failure = await startHost({ store }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "STORE_CORRUPT", details: { collection } });
    expect(String(failure) + String((failure as Error).cause)).not.toContain(ben.value);
  },
);

describe("a person who is not to be written to", () => {
  test("is refused at once, on this account only, until the entry is lifted on record", async () => {
    const { center } = await openHost();
    await activate(center, { accountId: "rival", channelId: "c2" });
    const adding = center.suppressions.add({ accountId: "acme", address: ben, reason: "objection", act });
    // Not even durable yet.
    expect(await center.send(text("a"))).toMatchObject({
      refusal: { code: "RECIPIENT_SUPPRESSED", rule: "R16", details: { positions: ["0"], reasons: ["objection"] } },
    });
    await adding;
    expect(codeOf(await center.send(text("a", { accountId: "rival", channelId: "c2" })))).toBe("accepted");
    expect(codeOf(await center.send(text("a", { recipients: [{ address: eve }] })))).toBe("accepted");
    expect(await center.suppressions.lift("acme", ben, act)).toBe(true);
    expect(codeOf(await center.send(text("a")))).toBe("accepted");
    const trail = await center.ledger.audit({ accountId: "acme" });
    expect(trail.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["recipient-suppressed", "recipient-released"]),
    );
    expect(JSON.stringify(trail)).not.toContain(ben.value);
  });

  test("is refused until it is durable that they may be written to again", async () => {
    const { center, store } = await openHost();
    await center.suppressions.add({ accountId: "acme", address: ben, reason: "objection", act });
    const kept = gate();
    store.fate = () => kept.passed;
    const lifting = center.suppressions.lift("acme", ben, act);
    await settle();
    let meanwhile: string | undefined;
    void center.send(text("a")).then((result) => (meanwhile = codeOf(result)));
    await settle();
    expect(meanwhile).toBe("RECIPIENT_SUPPRESSED");
    kept.open();
    await lifting;
    expect(codeOf(await center.send(text("a")))).toBe("accepted");
  });

  test("by STOP opts out of the channel's kind at once, also after a restart, and back in by START", async () => {
    const { center, store, says } = await openHost();
    await says("Please stop by on Monday");
    expect(codeOf(await center.send(text("a")))).toBe("accepted");
    await says("Stop!");
    expect(codeOf(await center.send(text("a")))).toBe("RECIPIENT_SUPPRESSED");
    expect(await center.suppressions.of("acme", ben)).toMatchObject([
      { scope: "sms", reason: "opt-out", channelId: "c1" },
    ]);
    await center.close();
    const again = await openHost(store);
    expect(codeOf(await again.center.send(text("a")))).toBe("RECIPIENT_SUPPRESSED");
    await again.says("START");
    expect(codeOf(await again.center.send(text("a")))).toBe("accepted");
  });

  test("not by what a machine wrote: an answer out of office ends nothing", async () => {
    const { center, hear } = await openHost();
    const said = { from: ben, to: [], text: "STOP", automatic: "auto-reply" as const };
    await hear({ type: "message", providerMessageId: "m1", ...said });
    expect(codeOf(await center.send(text("a")))).toBe("accepted");
  });

  test("by a word of the account's own that the provider took for an opt-out", async () => {
    const { center, hear } = await openHost();
    const said = { type: "message" as const, from: ben, to: ["+4930123400"] };
    await hear({ ...said, providerMessageId: "m1", text: "GENUG", optOut: "opt-out" });
    expect(codeOf(await center.send(text("a")))).toBe("RECIPIENT_SUPPRESSED");
    await hear({ ...said, providerMessageId: "m2", text: "WIEDER", optOut: "opt-in" });
    expect(codeOf(await center.send(text("a")))).toBe("accepted");
  });

  test("by whichever name the provider has of them, until they begin again", async () => {
    const { center, hear } = await openHost(undefined, "whatsapp");
    const handle = { kind: "handle" as const, value: "DE.123" };
    const said = { type: "message" as const, from: ben, alsoKnownAs: [handle], to: [] };
    await hear({ ...said, providerMessageId: "m1", text: "STOP" });
    const code = async (address: typeof ben | typeof handle) =>
      codeOf(await center.send(text("a", { recipients: [{ address }] })));
    expect([await code(ben), await code(handle)]).toEqual(["RECIPIENT_SUPPRESSED", "RECIPIENT_SUPPRESSED"]);
    await hear({ ...said, providerMessageId: "m2", text: "START" });
    expect([await code(ben), await code(handle)]).toEqual(["accepted", "accepted"]);
  });

  test.each([
    ["phone", ben],
    ["handle", { kind: "handle", value: "DE.123" }],
    ["email", { kind: "email", value: "ben@example.org" }],
  ] as const)("by what the provider says they did with it, under a name of kind %s", async (_kind, address) => {
    const { center, hear } = await openHost();
    const code = async () => codeOf(await center.send(text("a", { recipients: [{ address }] })));
    const told = (event: "opt-out" | "opt-in", details = {}) =>
      hear({ type: "conversation", event, subject: address.value, details });
    await told("opt-out", { category: "marketing_messages" });
    // Which messages those are the provider knows, and refuses itself.
    expect(await code()).toBe("accepted");
    await told("opt-out");
    expect(await code()).toBe("RECIPIENT_SUPPRESSED");
    await told("opt-in", { category: "" });
    expect(await code()).toBe("accepted");
  });

  test("by the subject of a mail, and back in by no mail: anybody writes one in their name", async () => {
    const { center, hear } = await openHost(undefined, "email");
    const address = { kind: "email", value: "ben@example.org" } as const;
    const mail = (subject: string) =>
      hear({ type: "message", providerMessageId: subject, from: address, to: [], subject, text: "STOP" });
    const code = async () => codeOf(await center.send(text("a", { recipients: [{ address }] })));
    await mail("Cancel");
    expect(await code()).toBe("accepted");
    await mail("Unsubscribe");
    expect(await code()).toBe("RECIPIENT_SUPPRESSED");
    for (const subject of ["Start", "subscribe"]) await mail(subject);
    expect(await code()).toBe("RECIPIENT_SUPPRESSED");
  });

  test("a message accepted before the opt-out is held, not sent", async () => {
    const { center, scripted, says } = await openHost();
    const id = idOf(await center.send(text("a", { notBeforeAt: new Date(Date.now() + 300).toISOString() })));
    await says("STOP");
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await center.messages.status("acme", id)).state).toBe("held");
    expect(scripted.seen).toEqual([]);
  });

  test.each([
    ["a complaint", { status: "complained" }, "complaint"],
    ["a dead address", { status: "undelivered", permanence: "hard", enhancedStatusCode: "5.1.1" }, "hard-bounce"],
  ] as const)("%s puts the recipient on the list, and START does not take them off", async (_what, report, reason) => {
    const { center, hear, says } = await openHost();
    const told: unknown[] = [];
    center.on("recipient-suppressed", (event) => void told.push(event));
    const id = idOf(await center.send(text("a")));
    await settle();
    const { providerMessageId = "" } = await center.messages.status("acme", id);
    await hear({ type: "delivery-report", providerMessageId, ...report });
    expect(codeOf(await center.send(text("a")))).toBe("RECIPIENT_SUPPRESSED");
    expect(told).toEqual([{ accountId: "acme", channelId: "c1", reason, scope: "sms" }]);
    await says("START");
    expect(codeOf(await center.send(text("a")))).toBe("RECIPIENT_SUPPRESSED");
    await says("STOP");
    expect(await center.suppressions.of("acme", ben)).toMatchObject([{ reason }]);
    await says("Start");
    expect(codeOf(await center.send(text("a")))).toBe("RECIPIENT_SUPPRESSED");
  });

  test.each(["opt-out", "hard-bounce"] as const)(
    "an answer of the provider that stands for the person and not for one message (%s) puts them on the list",
    async (suppress) => {
      const answer = { outcome: "refused", code: "RECIPIENT_GONE", party: "recipient", suppress } as const;
      const { center, scripted, store } = await openHost(testStore(), "sms", () => answer);
      const told: unknown[] = [];
      center.on("recipient-suppressed", (event) => void told.push(event));
      await center.send(text("a"));
      await settle();
      expect(codeOf(await center.send(text("b")))).toBe("RECIPIENT_SUPPRESSED");
      expect(codeOf(await center.send(text("c", { recipients: [{ address: eve }] })))).toBe("accepted");
      expect(told[0]).toEqual({ accountId: "acme", channelId: "c1", reason: suppress, scope: "sms" });
      expect((await center.suppressions.of("acme", ben))[0]).toMatchObject({ reason: suppress, actor: "provider" });
      expect(scripted.seen.map((one) => one.text)).not.toContain("b");
      await center.close();
      const again = await openHost(store);
      expect(codeOf(await again.center.send(text("d")))).toBe("RECIPIENT_SUPPRESSED");
      // Who stopped by a word begins by a word.
      await again.says("START");
      const begun = suppress === "opt-out" ? "accepted" : "RECIPIENT_SUPPRESSED";
      expect(codeOf(await again.center.send(text("e")))).toBe(begun);
    },
  );

  test("of a message that others got, those of its recipients are put on the list of whom the provider says so", async () => {
    const refusedRecipients = [
      { index: 1, code: "RECIPIENT_UNKNOWN", suppress: "hard-bounce" },
      { index: 2, code: "MAILBOX_FULL" },
    ] as const;
    const { center } = await openHost(testStore(), "email", () => ({ ...received(), refusedRecipients }));
    const [ann, bob, cy] = ["ann", "bob", "cy"].map(
      (name) => ({ kind: "email", value: `${name}@example.org` }) as const,
    );
    await center.send(text("a", { recipients: [ann, bob, cy].map((address) => ({ address: address! })) }));
    await settle();
    const codes = [ann, bob, cy].map(async (address) =>
      codeOf(await center.send(text("b", { recipients: [{ address: address! }] }))),
    );
    expect(await Promise.all(codes)).toEqual(["accepted", "RECIPIENT_SUPPRESSED", "accepted"]);
  });

  test.each([
    ["a full mailbox", { status: "undelivered", permanence: "soft", enhancedStatusCode: "4.2.2" }],
    ["content refused for good", { status: "undelivered", permanence: "hard", enhancedStatusCode: "5.7.1" }],
    ["a complaint about somebody the account never wrote to", { status: "complained", recipient: "+4930777" }],
  ] as const)("%s puts nobody on the list", async (_what, report) => {
    const { center, hear } = await openHost();
    const id = idOf(await center.send(text("a")));
    await settle();
    const { providerMessageId = "" } = await center.messages.status("acme", id);
    await hear({ type: "delivery-report", providerMessageId, ...report });
    for (const value of [ben.value, "+4930777"])
      expect(codeOf(await center.send(text("a", { recipients: [{ address: { kind: "phone", value } }] })))).toBe(
        "accepted",
      );
  });
});
