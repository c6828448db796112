import { createHash, timingSafeEqual } from "node:crypto";
import type { InboundEventsV1 } from "@plugboard/core/spec";
import type { MetaConnection } from "./meta-route.js";

/**
 * Answers Meta's question when an address is set: the challenge, for whoever knows the verify token. It proves nothing of later deliveries.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export function metaHandshake({ credentials }: MetaConnection): NonNullable<InboundEventsV1["doHandshake"]> {
  return async ({ query }) => {
    const { current, previous } = await credentials.resolve();
    const token = query["hub.verify_token"] ?? "";
    const known = [current, previous].map((one) => one !== undefined && isEqual(token, one.verifyToken));
    const challenge = query["hub.challenge"] ?? "";
    if (query["hub.mode"] !== "subscribe" || !known.includes(true) || !/^[\w-]{1,256}$/.test(challenge))
      return { status: 403, body: "" };
    return { status: 200, body: challenge };
  };
}

/** Hashes have one length, so the time says nothing of the token. */
function isEqual(given: string, expected: string): boolean {
  const hash = (value: string) => createHash("sha256").update(value).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
