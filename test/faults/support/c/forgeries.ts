import { randomBytes } from "node:crypto";
import type { SignedPost, WebhookSigner } from "@plugboard/provider-testkit";
import type { InboundChannel } from "./open-inbound.js";

type Random = () => number;
/** What a forger has beside a true post: a key of its own, and another account's channel. */
interface Forger {
  readonly stranger: WebhookSigner;
  readonly other: InboundChannel;
}
type Forge = (post: SignedPost, channel: InboundChannel, forger: Forger, random: Random) => SignedPost | undefined;

const pick = <Value>(values: readonly Value[], random: Random): Value | undefined =>
  values[Math.floor(random() * values.length)];
const proofNames = (post: SignedPost): string[] => Object.keys(post.headers).filter((name) => name !== "content-type");
const isPrintable = (text: string): boolean => /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text);

/** Changes one header of the proof, or the secret path where there is no header. */
function onProof(change: (value: string, random: Random) => string): Forge {
  return (post, _channel, _other, random) => {
    const name = pick(proofNames(post), random);
    if (name === undefined) {
      const cut = post.url.lastIndexOf("/") + 1;
      const secret = change(post.url.slice(cut), random);
      if (secret === post.url.slice(cut)) return undefined;
      return isPrintable(secret) && !/[#?/\\%]/.test(secret)
        ? { ...post, url: post.url.slice(0, cut) + secret }
        : undefined;
    }
    const value = change(post.headers[name] ?? "", random);
    if (value === post.headers[name]) return undefined;
    if (value !== "" && !isPrintable(value)) return undefined;
    return { ...post, headers: { ...post.headers, [name]: value } };
  };
}

const onBody =
  (change: (body: string, random: Random) => string | undefined): Forge =>
  (post, { scheme }, _other, random) => {
    if (scheme.contract.strength === "weak") return undefined;
    const body = change(post.body, random);
    return body === undefined || sayTheSame(body, post) ? undefined : { ...post, body };
  };

/** Another spelling of the same form is no forgery. */
function sayTheSame(body: string, post: SignedPost): boolean {
  if (body === post.body) return true;
  if (post.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") !== true) return false;
  const spelled = (text: string): string => [...new URLSearchParams(text)].map(String).sort().join("\n");
  return spelled(body) === spelled(post.body);
}

function flip(text: string, random: Random): string {
  const bytes = Buffer.from(text, "latin1");
  const at = Math.floor(random() * bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 7));
  return bytes.toString("latin1");
}

/** Every kind of forgery of FAULTS C; one gives nothing where it makes no sense. */
export const forgeries: Readonly<Record<string, Forge>> = {
  "bit of the proof": onProof(flip),
  "byte of the proof": onProof((value, random) => {
    const at = Math.floor(random() * value.length);
    return value.slice(0, at) + randomBytes(1).toString("base64").charAt(0) + value.slice(at + 1);
  }),
  "bit of the body": onBody(flip),
  "byte more": onBody((body, random) => body + String.fromCharCode(33 + Math.floor(random() * 90))),
  truncated: onBody((body, random) => body.slice(0, Math.floor(random() * body.length))),
  "body re-serialised": onBody((body) => {
    if (!body.startsWith("{")) return undefined;
    return JSON.stringify(JSON.parse(body), null, 1);
  }),
  "extra field": onBody((body, random) =>
    body.startsWith("{")
      ? body.replace(/\}$/, `,"x${String(Math.floor(random() * 1e6))}":1}`)
      : pick([`${body}&=`, `${body}&Extra=${String(random())}`, `${body}&${body.split("&")[0] ?? ""}`], random),
  ),
  "other body": onBody((_body, random) => pick(["", "1", "[]", "{}", "null", "\xff\xfe", `{"id":"x"}`], random)),
  "other key": (_post, { url }, { stranger }, random) =>
    stranger.sign({ id: `forged-${String(random())}` }, { url, nowMs: NOW.ms }),
  "other tenant's key": (_post, { url }, { other }, random) =>
    other.signer.sign({ id: `forged-${String(random())}` }, { url, nowMs: NOW.ms }),
  missing: (post, _channel, _other, random) => {
    const name = pick(proofNames(post), random);
    if (name === undefined) return { ...post, url: post.url.slice(0, post.url.lastIndexOf("/")) };
    const { [name]: _gone, ...headers } = post.headers;
    return { ...post, headers };
  },
  empty: (post, channel, other, random) =>
    proofNames(post).length === 0 ? undefined : onProof(() => "")(post, channel, other, random),
  "proof truncated": onProof((value, random) => value.slice(0, Math.max(1, Math.floor(random() * value.length)))),
  "wrong case": onProof((value) => (value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase())),
  "prefix swapped": onProof((value) => {
    const swapped = value.replace(/^(?:sha256=|v1,|Bearer |Basic )/, (prefix) =>
      prefix === "sha256=" ? "sha1=" : prefix === "v1," ? "v2," : prefix === "Bearer " ? "Token " : "Digest ",
    );
    return swapped === value ? `sha256=${value}` : swapped;
  }),
  "two of one header": onProof((value, random) =>
    random() < 0.5 ? `${value}, ${flip(value, random)}` : `x, ${value}`,
  ),
  "alg none": (post) => {
    const [head, payload] = post.headers["authorization"]?.slice("Bearer ".length).split(".") ?? [];
    if (head === undefined || payload === undefined) return undefined;
    const none = Buffer.from(`{"alg":"none"}`).toString("base64url");
    return { ...post, headers: { ...post.headers, authorization: `Bearer ${none}.${payload}.` } };
  },
  old: (_post, { scheme, signer, url }, _other, random) =>
    scheme.timed
      ? signer.sign({ id: "old" }, { url, nowMs: NOW.ms + pick([-301, 301, -86_400, 86_400], random)! * 1_000 })
      : undefined,
};

/** The host's clock, in milliseconds. */
export const NOW = { ms: Date.parse("2026-11-21T12:00:00Z") };
