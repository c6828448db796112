import type { WebhookSample, WebhookToSign } from "../fixtures/webhook-fixtures.js";
import { CheckFailure } from "../kit/check-failure.js";
import { asBody, type Stand } from "../stand/stand.js";

/** How a delivery differs from an honest one. */
export interface Forgery {
  /** Signs with these instead of the channel's. */
  readonly credentials?: unknown;
  readonly signedAtMs?: number;
  /** Signs this address instead of the one that is called. */
  readonly signedUrl?: string;
  /** Posted after signing another body. */
  readonly body?: string | Uint8Array;
  /** Changes what was signed. */
  readonly headers?: (signed: Readonly<Record<string, string>>) => readonly (readonly [string, string])[];
  /** Leaves the secret part of the address out. */
  readonly plainUrl?: boolean;
  readonly deliveryId?: string;
}

/** Posts a sample, with something wrong with it. @returns the host's answer. */
export async function postForged(stand: Stand, sample: WebhookSample, forgery: Forgery = {}): Promise<Response> {
  const { webhooks, credentials } = stand.fixtures;
  if (webhooks === undefined) throw new CheckFailure("the fixtures have no webhooks");
  const url = stand.webhookUrl(sample.query);
  const toSign: WebhookToSign = {
    contentType: sample.contentType,
    body: sample.body,
    ...(sample.query === undefined ? {} : { query: sample.query }),
    url: forgery.signedUrl ?? url,
    deliveryId: forgery.deliveryId ?? `forged-${sample.name}`,
    signedAtMs: forgery.signedAtMs ?? Date.now() + stand.clockOffsetMs,
    credentials: forgery.credentials ?? credentials,
  };
  const signed = await webhooks.sign(toSign);
  const headers = new Headers([["content-type", sample.contentType]]);
  const pairs = forgery.headers?.(signed.headers) ?? Object.entries(signed.headers);
  for (const [name, value] of pairs) headers.append(name, value);
  const called = forgery.signedUrl === undefined && forgery.plainUrl !== true ? (signed.url ?? url) : url;
  const body = asBody(forgery.body ?? signed.body ?? sample.body);
  return stand.answer(new Request(called, { method: "POST", headers, body }));
}

/** The sample's body with its last byte that matters changed. */
export function changedByOneByte({ body }: WebhookSample): Uint8Array {
  const bytes = Uint8Array.from(asBody(body));
  const at = Math.max(0, bytes.lastIndexOf(0x22) - 1); // within the last quoted text, where the body has one
  bytes[at] = (bytes[at] ?? 0) ^ 0x01;
  return bytes;
}
