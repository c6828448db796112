import { createHmac, generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type SignedPost, type WebhookSchemeCase, webhookSchemeCases } from "@plugboard/provider-testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { LiveCredentialsV1 } from "../../spec/connection/credentials.js";
import { type SignatureScheme, signatureSchemeSchema } from "../../spec/manifest/webhook-contract.js";
import { readSetting } from "../../policy/read-setting.js";
import { publicUrls } from "../webhook/public-urls.js";
import { proofsOf, webhookSecrets } from "../webhook/webhook-secrets.js";
import { webhookContractSchema } from "../../spec/manifest/webhook-contract.js";
import { verifyTwilio } from "./twilio.js";
import { verifyWebhook } from "./verify-webhook.js";
import type { WebhookFacts } from "./webhook-proof.js";

const NOW_MS = Date.parse("2026-11-21T12:00:00Z");
const AT = { url: "https://hooks.example.com/api/webhooks/c1", nowMs: NOW_MS };

interface Sent extends Omit<SignedPost, "body"> {
  readonly body: string | Uint8Array;
}

function factsOf({ url, headers, body }: Sent, nowMs = NOW_MS): WebhookFacts {
  return {
    path: new URL(url).pathname,
    header: (name) => headers[name],
    body: typeof body === "string" ? Buffer.from(body) : body,
    nowMs,
    publicUrls: () => [url],
    setting: (path) => readSetting({ audience: "from-settings" }, path),
  };
}

const contractOf = (contract: WebhookSchemeCase["contract"]) =>
  webhookContractSchema.parse({
    ...contract,
    acknowledgement: {},
    tryAgainStatus: 503,
    neverAgainStatus: 410,
    retriedForSeconds: 0,
    deduplicationKey: "id",
    documentation: "https://example.com",
  });

function isLetIn(one: WebhookSchemeCase, live: LiveCredentialsV1<unknown>, sent: Sent, nowMs = NOW_MS): boolean {
  return proofsOf(contractOf(one.contract)).every((proof) =>
    verifyWebhook(proof, factsOf(sent, nowMs), webhookSecrets(proof, live, "c1")),
  );
}

/** The headers and the part of the path a scheme proves itself with. */
const PROOF = /^(?!content-type$)/;

describe.each(webhookSchemeCases)("$name", (one) => {
  const signer = one.create();
  const other = one.create();
  const live = { current: signer.credentials };
  const post = signer.sign({ id: "1001" }, AT);

  test("a true post is let in", () => {
    expect(isLetIn(one, live, post)).toBe(true);
  });

  test("with two live secrets both are let in, a third is not", () => {
    const rotated = { current: other.credentials, previous: signer.credentials };
    expect(isLetIn(one, rotated, post)).toBe(true);
    expect(isLetIn(one, rotated, other.sign({ id: "1001" }, AT))).toBe(true);
    expect(isLetIn(one, rotated, one.create().sign({ id: "1001" }, AT))).toBe(false);
  });

  test("another key is not let in", () => {
    expect(isLetIn(one, { current: other.credentials }, post)).toBe(false);
  });

  test("a missing or empty header is not let in", () => {
    const names = Object.keys(post.headers).filter((name) => PROOF.test(name));
    for (const name of names) {
      const { [name]: _left, ...rest } = post.headers;
      expect(isLetIn(one, live, { ...post, headers: rest }), name).toBe(false);
      expect(isLetIn(one, live, { ...post, headers: { ...rest, [name]: "" } }), name).toBe(false);
    }
  });

  test("any changed bit of a header that proves is not let in", () => {
    const names = Object.keys(post.headers).filter((name) => PROOF.test(name));
    fc.assert(
      fc.property(fc.constantFrom(...names, "none"), fc.nat(), fc.nat(6), (name, at, bit) => {
        const value = post.headers[name] ?? "";
        if (value === "") return;
        const changed = Buffer.from(value);
        changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ (1 << bit);
        const headers = { ...post.headers, [name]: changed.toString("latin1") };
        expect(isLetIn(one, live, { ...post, headers })).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test.runIf(one.contract.strength === "strong")("any changed byte of the body is not let in", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const body = Buffer.from(post.body);
        body[at % body.length] = (body[at % body.length] ?? 0) ^ change;
        // Another spelling of the same form says the same, and is deduplicated as such.
        const same = one.name === "twilio" && new URLSearchParams(body.toString()).toString() === post.body;
        if (!same) expect(isLetIn(one, live, { ...post, body })).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test.runIf(one.timed)("a post of 4:59 is let in, one of 5:01 not, before and after", () => {
    const at = (seconds: number) => isLetIn(one, live, post, NOW_MS + seconds * 1_000);
    expect([at(299), at(-299), at(301), at(-301)]).toEqual([true, true, false, false]);
  });

  test("a secret that is missing, empty or too short is an error that names its key and not its value", () => {
    for (const proof of proofsOf(contractOf(one.contract)))
      for (const value of [undefined, "", "zq!7"]) {
        const key = "secret" in proof ? proof.secret : "";
        const ask = () => webhookSecrets(proof, { current: { ...signer.credentials, [key]: value } }, "c1");
        if (proof.scheme === "md5-callback-hash" && value === "zq!7") continue;
        expect(ask).toThrow(expect.objectContaining({ code: "WEBHOOK_SECRET_UNUSABLE" }));
        expect(ask).toThrow(new RegExp(`key: ${key}`));
        expect(ask).not.toThrow(/zq!7/);
      }
  });
});

describe("twilio", () => {
  const one = webhookSchemeCases.find(({ name }) => name === "twilio");
  if (one === undefined) throw new Error("no case");
  const signer = one.create();
  const live = { current: signer.credentials };
  const options = { trustForwarded: false };

  const asked = (
    signedUrl: string,
    request: { target: string; protocol?: "http" | "https"; headers: Record<string, string> },
    more: { publicBaseUrl?: string; trustForwarded?: boolean } = {},
  ): boolean => {
    const post = signer.sign({ id: "SM1" }, { url: signedUrl, nowMs: NOW_MS });
    const header = (name: string) => ({ ...post.headers, ...request.headers })[name];
    const urls = publicUrls(
      {
        method: "POST",
        target: request.target,
        protocol: request.protocol ?? "http",
        header,
        readBody: () => Promise.resolve("broken"),
      },
      request.target.slice(request.target.indexOf("/webhooks/")),
      { ...options, ...more },
    );
    const facts = { ...factsOf(post), header, publicUrls: () => urls };
    return proofsOf(contractOf(one.contract)).every((proof) =>
      verifyWebhook(proof, facts, webhookSecrets(proof, live, "c1")),
    );
  };
  const target = "/api/webhooks/c1?x=%20a&y=1";

  test("the port may be written out in what was signed, or in what was called", () => {
    expect(asked(`https://h.example${target}`, { target, protocol: "https", headers: { host: "h.example:443" } })).toBe(
      true,
    );
    expect(asked(`https://h.example:443${target}`, { target, protocol: "https", headers: { host: "h.example" } })).toBe(
      true,
    );
    expect(asked(`http://h.example:8080${target}`, { target, headers: { host: "h.example:8080" } })).toBe(true);
  });

  test("what a proxy says is believed only when the host says so", () => {
    const headers = { host: "10.0.0.7:3000", "x-forwarded-proto": "https", "x-forwarded-host": "h.example" };
    expect(asked(`https://h.example${target}`, { target, headers })).toBe(false);
    expect(asked(`https://h.example${target}`, { target, headers }, { trustForwarded: true })).toBe(true);
    const two = { ...headers, "x-forwarded-host": "h.example, evil.example" };
    expect(asked(`https://h.example${target}`, { target, headers: two }, { trustForwarded: true })).toBe(false);
  });

  test("a public address stands for whatever the request was rewritten to", () => {
    const request = { target: "/inner/webhooks/c1?x=1", headers: { host: "10.0.0.7" } };
    const publicBaseUrl = "https://h.example/outer/";
    expect(asked("https://h.example/outer/webhooks/c1?x=1", request, { publicBaseUrl })).toBe(true);
  });

  test("a field more, an empty one, or a pair twice is not let in; another order is the same form", () => {
    const post = signer.sign({ id: "SM1" }, AT);
    for (const extra of ["&Extra=1", "&=", "&From=%2B4930123456", "&"])
      expect(isLetIn(one, live, { ...post, body: post.body + extra }), extra).toBe(extra === "&");
    expect(isLetIn(one, live, { ...post, body: post.body.split("&").reverse().join("&") })).toBe(true);
  });

  test.each(["", "{}"])("an address that names the hash of a body carries no other: %j", (body) => {
    const json = webhookSchemeCases.find(({ name }) => name === "twilio-json");
    if (json === undefined) throw new Error("no case");
    const sender = json.create();
    const post = sender.sign({ id: "SM1" }, AT);
    for (const type of ["application/json", "application/x-www-form-urlencoded"]) {
      const headers = { ...post.headers, "content-type": type };
      expect(isLetIn(json, { current: sender.credentials }, { ...post, headers, body })).toBe(false);
    }
  });

  test("a JSON body that its address does not name is not let in", () => {
    const post = signer.sign({ id: "SM1" }, AT);
    const authToken = signer.credentials["authToken"] ?? "";
    const sum = createHmac("sha1", authToken).update(AT.url).digest("base64");
    const headers = { "content-type": "application/json", "x-twilio-signature": sum };
    expect(isLetIn(one, live, { ...post, headers, body: "{}" })).toBe(false);
    expect(isLetIn(one, live, { ...post, headers: { ...headers, "content-type": "text/plain" }, body: "" })).toBe(true);
  });
});

describe("jwt", () => {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const scheme = (changes: object): Extract<SignatureScheme, { scheme: "jwt" }> => {
    const parsed = signatureSchemeSchema.parse({ scheme: "jwt", secret: "key", algorithms: ["HS256"], ...changes });
    if (parsed.scheme !== "jwt") throw new Error("not a jwt");
    return parsed;
  };
  const secret = "a shared secret of some length";
  const token = (claims: object, header: object = { alg: "HS256" }, key = secret): string => {
    const signed = `${encode(header)}.${encode(claims)}`;
    return `Bearer ${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
  };
  const letIn = (authorization: string, changes: object = {}, key = secret): boolean =>
    verifyWebhook(scheme(changes), factsOf({ url: AT.url, headers: { authorization }, body: "{}" }), [key]);
  const iat = NOW_MS / 1_000;

  test("alg none, a key of another kind, and extensions are not let in", () => {
    expect(letIn(token({ iat }))).toBe(true);
    expect(letIn(`Bearer ${encode({ alg: "none" })}.${encode({ iat })}.`)).toBe(false);
    expect(letIn(token({ iat }, { alg: "none" }))).toBe(false);
    expect(letIn(token({ iat }, { alg: "HS256", crit: ["b64"], b64: false }))).toBe(false);
    const pem = generateKeyPairSync("rsa", { modulusLength: 2_048 })
      .publicKey.export({ format: "pem", type: "spki" })
      .toString();
    expect(letIn(token({ iat }, { alg: "HS256" }, pem), { algorithms: ["RS256"] }, pem)).toBe(false);
    expect(letIn(token({ iat }, { alg: "HS256" }, pem), {}, pem)).toBe(false);
  });

  test("a manifest cannot mix shared and public keys", () => {
    expect(() => scheme({ algorithms: ["HS256", "RS256"] })).toThrow();
  });

  test("times, issuer, audience and further claims have to be right", () => {
    expect(letIn(token({ iat: iat - 301 }))).toBe(false);
    expect(letIn(token({}))).toBe(false);
    expect(letIn(token({ iat, exp: iat - 61 }))).toBe(false);
    expect(letIn(token({ iat, nbf: iat + 61 }))).toBe(false);
    expect(letIn(token({ iat, iss: "b" }), { issuer: "a" })).toBe(false);
    expect(letIn(token({ iat, iss: "a" }), { issuer: "a" })).toBe(true);
    expect(letIn(token({ iat, aud: ["x", "from-settings"] }), { audience: { setting: "audience" } })).toBe(true);
    expect(letIn(token({ iat, aud: "x" }), { audience: { setting: "audience" } })).toBe(false);
    expect(letIn(token({ iat, aud: "" }), { audience: { setting: "unknown" } })).toBe(false);
    expect(letIn(token({ iat, email: "a@b" }), { claims: { email: "a@b" } })).toBe(true);
    expect(letIn(token({ iat }), { claims: { email: "a@b" } })).toBe(false);
    expect(letIn(token({ iat }), { bodyHashClaim: "payload_hash" })).toBe(false);
  });
});

const file = join(process.env["PLUGBOARD_ORACLES"] ?? "../shared/oracles", "vectors/signature-vectors.json");
const vectorsSchema = z.object({
  twilio_form: z.object({
    token: z.string(),
    url: z.string(),
    params: z.record(z.string(), z.string()),
    signature: z.string(),
  }),
  twilio_json: z.object({ token: z.string(), url: z.string(), body: z.string(), signature: z.string() }),
  standard_webhooks: z.object({
    secret: z.string(),
    id: z.string(),
    timestamp: z.number(),
    body: z.string(),
    signature: z.string(),
  }),
  meta_hub256: z.object({ secret: z.string(), body: z.string(), signature: z.string() }),
});

describe.runIf(existsSync(file))(`published vectors (skipped without ${file})`, () => {
  const read = () => vectorsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const twilio = { scheme: "twilio", secret: "authToken" } as const;

  test("Twilio, a form; the token of the vector is shorter than what we take for a secret", () => {
    const { token, url, params, signature } = read().twilio_form;
    const headers = { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature };
    const facts = factsOf({ url, headers, body: new URLSearchParams(params).toString() });
    expect(verifyTwilioDirectly(facts, token)).toBe(true);
    expect(verifyWebhook(twilio, facts, [token])).toBe(false);
  });

  test("Twilio, JSON", () => {
    const { token, url, body, signature } = read().twilio_json;
    const headers = { "content-type": "application/json", "x-twilio-signature": signature };
    expect(verifyTwilioDirectly(factsOf({ url, headers, body }), token)).toBe(true);
  });

  test("Standard Webhooks", () => {
    const { secret, id, timestamp, body, signature } = read().standard_webhooks;
    const headers = { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signature };
    const facts = factsOf({ url: AT.url, headers, body }, timestamp * 1_000);
    const scheme = { scheme: "standard-webhooks", secret: "s", toleranceSeconds: 300 } as const;
    expect(verifyWebhook(scheme, facts, [secret])).toBe(true);
  });

  test("Standard Webhooks, as Svix names the headers", () => {
    const { secret, id, timestamp, body, signature } = read().standard_webhooks;
    const headers = { "svix-id": id, "svix-timestamp": String(timestamp), "svix-signature": signature };
    const facts = factsOf({ url: AT.url, headers, body }, timestamp * 1_000);
    const scheme = { scheme: "standard-webhooks", secret: "s", toleranceSeconds: 300 } as const;
    expect(verifyWebhook({ ...scheme, headerPrefix: "svix-" }, facts, [secret])).toBe(true);
    expect(verifyWebhook(scheme, facts, [secret])).toBe(false);
  });

  test("Meta", () => {
    const { secret, body, signature } = read().meta_hub256;
    const facts = factsOf({ url: AT.url, headers: { "x-hub-signature-256": signature }, body });
    const scheme = { scheme: "hmac-body", secret: "s", header: "x-hub-signature-256" } as const;
    expect(verifyWebhook({ ...scheme, hash: "sha256", encoding: "hex", prefix: "sha256=" }, facts, [secret])).toBe(
      true,
    );
  });
});

function verifyTwilioDirectly(facts: WebhookFacts, token: string): boolean {
  return verifyTwilio(facts, token, { scheme: "twilio", secret: "authToken" });
}
