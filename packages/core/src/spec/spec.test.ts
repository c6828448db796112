import { personalDataCanaries, personalDataProbe } from "@plugboard/provider-testkit";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ContactCenterError, type ErrorDetails } from "./errors/contact-center-error.js";
import { CredentialsUnavailableError } from "./errors/credentials-unavailable-error.js";
import { describeIssues } from "./errors/describe-issues.js";
import { EgressRefusedError } from "./errors/egress-refused-error.js";
import { type ErrorCode, errorCatalog } from "./errors/error-catalog.js";
import { MessageInvalidError } from "./errors/message-invalid-error.js";
import { ProviderAnswerError } from "./errors/provider-answer-error.js";
import { RequestError } from "./errors/request-error.js";
import { StoreError } from "./errors/store-error.js";
import { TransferClosedError } from "./errors/transfer-closed-error.js";
import { TransferFailedError } from "./errors/transfer-failed-error.js";
import { defineProvider, type ProviderDefinition } from "./define-provider.js";
import { addressSchema } from "./message/address.js";
import { emailContentSchema } from "./message/email-content.js";
import { outboundMessageSchema } from "./message/outbound-message.js";
import { outcomeOfStatus } from "./outcome/outcome-of-status.js";
import { readJsonAnswer } from "./outcome/read-json-answer.js";
import { readRetryAfterMs } from "./outcome/retry-after.js";
import { sendOutcomeSchema } from "./outcome/send-outcome.js";

type Manifest = ProviderDefinition<z.ZodType, z.ZodType>["manifest"];
const facet = { countries: ["DE"], source: "https://example.com/dpa", readOn: "2026-11-21" };
const manifest: Manifest = {
  id: "example",
  name: "Example",
  version: "1.2.3",
  coreRange: "^0.1.0",
  channelKinds: ["sms"],
  seller: {
    legalName: "Example Ltd",
    country: "IE",
    website: "https://example.com",
    support: "mailto:help@example.com",
  },
  documents: [{ kind: "terms", version: "1", url: "https://example.com/terms" }],
  accountModes: ["own"],
  capabilities: ["outboundMessages"],
  endpoints: [{ id: "api", url: "https://{region}.example.com" }],
  operations: [
    { id: "send", endpoints: ["api"], personalData: ["recipient-address"], residency: { processing: facet } },
  ],
  content: { features: { text: "full" }, addressKinds: ["phone"] },
  sendOperation: "send",
};
const homeless = { ...manifest.seller, country: undefined };
const webhooks = {
  signature: { scheme: "none" },
  strength: "weak",
  acknowledgement: {},
  tryAgainStatus: 503,
  neverAgainStatus: 410,
  retriedForSeconds: 0,
  deduplicationKey: "id",
  documentation: "https://example.com",
} as const;
const define = (changes: object = {}) =>
  defineProvider({
    manifest: { ...manifest, ...changes },
    settings: z.strictObject({ region: z.string().default("eu") }),
    credentials: z.strictObject({ key: z.string() }),
    open: () => ({ close: () => Promise.resolve() }),
  });

describe("a manifest", () => {
  test("that is complete makes a provider, with defaults and the JSON Schemas of settings and credentials", () => {
    const { manifest: made, specificationVersion } = define();
    expect(specificationVersion).toBe("v1");
    expect(made).toMatchObject({
      specificationVersion: "v1",
      idempotency: { mode: "none" },
      limits: { concurrency: 16, maxAttempts: 8, order: "none" },
      settings: { type: "object", properties: { region: { type: "string" } } },
      credentials: { required: ["key"] },
    });
    expect(Object.isFrozen(made)).toBe(true);
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  });

  test("whose every country the account says may have a seller in no country", () => {
    const own = { ...facet, countries: { setting: "region" }, source: "account-settings" };
    const operations = [{ ...manifest.operations[0], residency: { processing: own } }];
    expect(define({ seller: homeless, operations }).manifest.seller.country).toBeUndefined();
  });

  test.each<[string, object, string]>([
    ["two endpoints of one name", { endpoints: [...manifest.endpoints, ...manifest.endpoints] }, "endpoints"],
    ["a code of core's for an error of its own", { errors: { STORE_FULL: { meaning: "x", remedy: "y" } } }, "errors"],
    ["a code that is no code", { errors: { "too deep": { meaning: "x", remedy: "y" } } }, "errors.*"],
    [
      "an error nobody can do anything about",
      { errors: { TOO_DEEP: { meaning: "x", remedy: "" } } },
      "errors.TOO_DEEP.remedy",
    ],
    ["two operations of one name", { operations: [...manifest.operations, ...manifest.operations] }, "operations"],
    [
      "an endpoint nobody declared",
      { operations: [{ ...manifest.operations[0], endpoints: ["elsewhere"] }] },
      "operations.0.endpoints",
    ],
    ["messages without the content they carry", { content: undefined }, "content"],
    ["messages without an operation", { sendOperation: undefined }, "sendOperation"],
    ["an operation that does not exist", { sendOperation: "other" }, "sendOperation"],
    ["a weak signature without a second factor", { webhooks }, "webhooks.secondFactor"],
    ["a country that is none", { seller: { ...manifest.seller, country: "Ireland" } }, "seller.country"],
    ["a seller in no country, for data that goes where a document says", { seller: homeless }, "seller.country"],
    [
      "a country in lower case",
      { operations: [{ ...manifest.operations[0], residency: { processing: { ...facet, countries: ["de"] } } }] },
      "operations.0.residency.processing.countries.0",
    ],
    [
      "no countries",
      { operations: [{ ...manifest.operations[0], residency: { processing: { ...facet, countries: [] } } }] },
      "operations.0.residency.processing.countries",
    ],
    [
      "residency without a source",
      { operations: [{ ...manifest.operations[0], residency: { processing: { ...facet, source: undefined } } }] },
      "operations.0.residency.processing.source",
    ],
    [
      "no processing facet",
      { operations: [{ ...manifest.operations[0], residency: { atRest: facet } }] },
      "operations.0.residency.processing",
    ],
    ["an id in capitals", { id: "Example" }, "id"],
    ["a version that is none", { version: "1" }, "version"],
    ["no channel kind", { channelKinds: [] }, "channelKinds"],
    ["an endpoint with a query", { endpoints: [{ id: "api", url: "https://example.com?a=b" }] }, "endpoints.0.url"],
    ["a field that is not known", { colour: "red" }, "(root)"],
  ])("with %s is refused, and the error names the field", (_name, changes, path) => {
    const made = (): unknown => define(changes);
    expect(made).toThrow(/MANIFEST_INVALID/);
    expect(made).toThrow(`${path}:`);
  });
});

describe("issues of a validation", () => {
  test("name the fields and never quote a value", () => {
    const { phone, email, text, subject, name, fileName } = personalDataCanaries;
    const wrong: Record<string, unknown> = {
      accountId: `${name} `,
      channelId: text,
      recipients: [{ address: { kind: "phone", value: email, name: `${name}\n` }, role: phone }],
      sender: { kind: phone },
      content: {
        type: "email",
        subject: `${subject}\r\n`,
        attachments: [{ filename: `${fileName}\u0000`, contentType: text, bytes: phone }],
        headers: { [email]: text },
      },
      metadata: { [phone]: 1 },
      [phone]: text,
      legalBasis: { basis: text, purpose: "" },
    };
    const parsed = outboundMessageSchema.safeParse(wrong);
    const error = new MessageInvalidError(parsed.error as z.ZodError);
    expect(error.issues.length).toBeGreaterThan(3);
    expect(personalDataProbe(personalDataCanaries).search([error, describeIssues(parsed.error as z.ZodError)])).toEqual(
      [],
    );
  });

  test.each([
    [z.object({ key: z.string() }), {}, "key: expected string, and there is none"],
    [z.object({ key: z.string() }), { key: 1 }, "key: expected string"],
    [z.object({ key: z.string().min(8) }), { key: "" }, "key: at least 8 characters"],
    [z.object({ key: z.array(z.string()).max(1) }), { key: ["", ""] }, "key: at most 1 entries"],
    [z.object({ key: z.number().min(8) }), { key: 1 }, "key: at least 8"],
    [z.strictObject({}), { publicURL: "" }, "(root): has a field that is not known: publicURL"],
    [z.strictObject({}), { "ann@example.org": "" }, "(root): has a field that is not known"],
    [
      z.strictObject({ headers: z.strictObject({}) }),
      { headers: { ann: "" } },
      "headers: has a field that is not known",
    ],
    [z.union([z.enum(["a", "b"]), z.literal("none")]), "c", "(root): one of a, b, none"],
    [
      z.discriminatedUnion("type", [z.object({ type: z.literal("a") }), z.object({ type: z.literal("b") })]),
      { type: "c" },
      "type: one of a, b",
    ],
  ])("say what is wrong, and in what it is counted (%#)", (schema, value, line) => {
    expect(describeIssues(schema.safeParse(value).error as z.ZodError)).toEqual([line]);
  });

  test("a hundred wrong fields make at most twenty lines", () => {
    const fields = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`f${String(index)}`, z.string()]));
    expect(describeIssues(z.object(fields).safeParse({}).error as z.ZodError)).toHaveLength(20);
  });
});

describe("an error", () => {
  const errors = [
    new RequestError("CHANNEL_UNKNOWN", { channelId: "c1" }),
    new StoreError("STORE_FULL", { path: "/x" }),
    new EgressRefusedError("address-private", { endpoint: "api" }),
    new ProviderAnswerError("ANSWER_NOT_FOUND", { operation: "fetch-file", status: 404 }),
    new TransferFailedError("tls", { requestSent: false, party: "provider" }),
    new TransferClosedError("t1"),
    new CredentialsUnavailableError({ channelId: "c1", issues: ["key: expected string"] }),
  ];
  test.each(errors.map((error) => [error.code, error] as const))(
    "%s says code, facts, rule and remedy",
    (code, error) => {
      expect(error.message).toMatch(new RegExp(`^${code}: .+ To do: .+\\.$`));
      expect(error.rule).toMatch(/^R\d+$/);
      expect(error.remedy).toBe(errorCatalog[code].remedy);
      expect(error.name).toBe(error.constructor.name);
      for (const value of Object.values(error.details))
        if (typeof value === "string") expect(error.message).toContain(value);
    },
  );

  test("is recognised across copies of core, and nothing else is", () => {
    expect(ContactCenterError.isInstance(errors[0])).toBe(true);
    expect(
      [new Error("x"), null, undefined, "x", {}].map((value) => ContactCenterError.isInstance(value)),
    ).not.toContain(true);
  });

  test("says that trying again helps in its flag and in its text, or in neither", () => {
    class AnyError extends ContactCenterError {
      constructor(override readonly code: ErrorCode) {
        super(code);
      }
    }
    const codes = Object.keys(errorCatalog) as ErrorCode[];
    const said = codes.filter((code) =>
      /\b(?:try|tried|call|send|ask) (?:it )?again\b/i.test(errorCatalog[code].remedy),
    );
    expect(codes.filter((code) => new AnyError(code).retryable)).toEqual(said);
    expect(said).toEqual(expect.arrayContaining(["AUTHORITY_UNAVAILABLE", "STORE_UNAVAILABLE", "TRANSFER_FAILED"]));
    expect(said).not.toContain("CAPABILITY_FAILED");
  });

  test.each([
    ["STORE_UNAVAILABLE", true],
    ["STORE_FULL", true],
    ["STORE_WRITE_REFUSED", false],
    ["STORE_CORRUPT", false],
    ["STORE_LOCKED", false],
  ] as const)("%s says whether the same call may succeed later: %s", (code, retryable) => {
    expect(new StoreError(code).retryable).toBe(retryable);
  });
});

describe("the outcome a status means", () => {
  const of = (status: number, retryAfter?: string) =>
    outcomeOfStatus({ status, headers: retryAfter === undefined ? {} : { "retry-after": retryAfter } }, 0);
  test.each<[number, string, string, string]>([
    [200, "unknown", "ANSWER_UNREADABLE", "provider"],
    [301, "refused", "REDIRECTED", "provider"],
    [308, "refused", "REDIRECTED", "provider"],
    [400, "refused", "REQUEST_REFUSED", "account"],
    [401, "try-again", "CREDENTIALS_REFUSED", "account"],
    [403, "try-again", "CREDENTIALS_REFUSED", "account"],
    [404, "refused", "REQUEST_REFUSED", "account"],
    [408, "try-again", "PROVIDER_UNAVAILABLE", "provider"],
    [410, "refused", "REQUEST_REFUSED", "account"],
    [422, "refused", "REQUEST_REFUSED", "account"],
    [425, "try-again", "PROVIDER_UNAVAILABLE", "provider"],
    [429, "try-again", "RATE_LIMITED", "account"],
    [500, "try-again", "PROVIDER_UNAVAILABLE", "provider"],
    [502, "try-again", "PROVIDER_UNAVAILABLE", "provider"],
    [503, "try-again", "PROVIDER_UNAVAILABLE", "provider"],
    [504, "unknown", "GATEWAY_TIMEOUT", "provider"],
    [599, "try-again", "PROVIDER_UNAVAILABLE", "provider"],
  ])("%i: %s, %s, %s", (status, outcome, code, party) => {
    const made = of(status, "7");
    expect(made).toMatchObject({ outcome, code, party, providerCode: String(status) });
    expect(sendOutcomeSchema.safeParse(made).success).toBe(true);
    if (outcome === "try-again") expect(made).toMatchObject({ retryAfterMs: 7_000 });
  });

  test("a rate limit and refused credentials stop the channel, an outage only the message", () => {
    const scopeOf = (status: number) => sendOutcomeSchema.parse(of(status));
    expect([429, 401, 503].map(scopeOf)).toMatchObject([
      { scope: "channel" },
      { scope: "channel" },
      { scope: "message" },
    ]);
  });
});

describe("Retry-After", () => {
  const nowMs = Date.parse("2026-11-21T12:00:00Z");
  test.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ["0", 0],
    ["120", 120_000],
    [" 7 ", 7_000],
    ["1.5", 1_500],
    ["Sat, 21 Nov 2026 12:01:00 GMT", 60_000],
    ["Sat, 21 Nov 2026 11:00:00 GMT", 0],
    ["Saturday, 21-Nov-26 12:01:00 GMT", 60_000],
    ["-5", undefined],
    ["soon", undefined],
    ["", undefined],
    ["1e9", undefined],
    ["2026-11-21T12:01:00Z", undefined],
    ["9".repeat(400), undefined],
  ])("%s is %s ms", (value, expected) => {
    expect(readRetryAfterMs(value, nowMs)).toBe(expected);
  });
});

describe("an answer in JSON", () => {
  const read = (body: Uint8Array) => readJsonAnswer({ status: 200, headers: {}, body }, z.object({ id: z.string() }));
  test.each<[string, Uint8Array]>([
    ["nothing", Buffer.from("")],
    ["cut", Buffer.from('{"id":"+49151')],
    ["no UTF-8", Uint8Array.from([0x7b, 0xff, 0x7d])],
    ["of another shape", Buffer.from('{"id":4915112345678}')],
  ])("that is %s is ANSWER_INVALID and not quoted", (_name, body) => {
    expect(() => read(body)).toThrow(/^ANSWER_INVALID/);
    expect(() => read(body)).not.toThrow(/49151/);
  });
  test("that fits is read", () => expect(read(Buffer.from('{"id":"a","more":1}'))).toEqual({ id: "a" }));
});

describe("what a caller gave is told in a message", () => {
  const told = (channelId: unknown) =>
    new RequestError("CHANNEL_UNKNOWN", Object.assign<ErrorDetails, object>({}, { channelId })).message;
  test("as it is while it is an id", () => expect(told("c1")).toContain("(channelId: c1)"));
  test("cut where it is longer than an id can be", () => {
    expect(told("x".repeat(1_000_000)).length).toBeLessThan(1_200);
  });
  test.each([
    ["a symbol", Symbol("s")],
    ["an object without a prototype", Object.create(null) as object],
  ])("by its kind where it is %s", (_what, value) => expect(told(value)).toContain(`(channelId: ${typeof value})`));
});

describe("an error of a provider's answer", () => {
  test.each([
    [404, "ANSWER_NOT_FOUND", false],
    [410, "ANSWER_NOT_FOUND", false],
    [204, "ANSWER_REFUSED", false],
    [302, "ANSWER_REFUSED", false],
    [401, "ANSWER_REFUSED", false],
    [422, "ANSWER_REFUSED", false],
    [408, "ANSWER_UNAVAILABLE", true],
    [429, "ANSWER_UNAVAILABLE", true],
    [503, "ANSWER_UNAVAILABLE", true],
  ])("of status %i is %s", (status, code, retryable) => {
    const error = ProviderAnswerError.of({ status, headers: {} }, "fetch-file", 0);
    expect(error).toMatchObject({ code, retryable, details: { operation: "fetch-file", status } });
  });
  test("says how long to wait", () => {
    const answer = { status: 503, headers: { "retry-after": "2" } };
    expect(ProviderAnswerError.of(answer, "fetch-file", 0).details).toMatchObject({ retryAfterMs: 2_000 });
  });
});

describe("nothing can end a line of a header", () => {
  const breaks = ["\r\n", "\n", "\r", "\u0000", "\u0085", "\u2028", "\u2029", "\u007f", "\u001b"];
  const address = (value: string, name?: string) => addressSchema.safeParse({ kind: "email", value, name }).success;
  const mail = (fields: object) =>
    emailContentSchema.safeParse({ type: "email", subject: "s", text: "t", ...fields }).success;

  test("what is harmless passes", () => {
    expect(address("mia@example.com", "Zoë 👋")).toBe(true);
    expect(mail({ headers: { "X-Order": "7" }, inReplyTo: "<a@b>" })).toBe(true);
  });

  test.each(breaks.map((value) => [JSON.stringify(value), value] as const))(
    "%s is refused in every field",
    (_name, value) => {
      const injected = `a${value}Bcc: x@example.com`;
      const passed = {
        address: address(`mia${value}@example.com`),
        trailing: address(`mia@example.com${value}`),
        name: address("mia@example.com", injected),
        handle: addressSchema.safeParse({ kind: "handle", value: injected }).success,
        phone: addressSchema.safeParse({ kind: "phone", value: `+4930${value}` }).success,
        subject: mail({ subject: injected }),
        header: mail({ headers: { "X-Order": injected } }),
        headerName: mail({ headers: { [`X-A${value}`]: "b" } }),
        messageId: mail({ inReplyTo: `<a${value}@b>` }),
        references: mail({ references: [`<a@b>${value}`] }),
        filename: mail({ attachments: [{ filename: injected, contentType: "a/b", bytes: new Uint8Array() }] }),
        contentType: mail({ attachments: [{ filename: "a", contentType: `a/b;${value}`, bytes: new Uint8Array() }] }),
        contentId: mail({
          attachments: [{ filename: "a", contentType: "a/b", contentId: injected, bytes: new Uint8Array() }],
        }),
      };
      expect(Object.entries(passed).filter(([, letIn]) => letIn)).toEqual([]);
    },
  );

  test.each(["From", "Bcc", "DKIM-Signature", "X-", "Received"])("the header %s cannot be set", (name) => {
    expect(mail({ headers: { [name]: "a" } })).toBe(false);
  });
});
