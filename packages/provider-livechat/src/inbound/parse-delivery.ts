import type { InboundEventInput, RawInbound, StatedConsent } from "@plugboard/core/spec";
import type { GivenConsent } from "../log/session-record.js";
import { messageId } from "./message-id.js";
import { type VisitorDelivery, visitorDeliverySchema } from "./visitor-delivery.js";

/** Turns a recorded doing of a visitor into the events of the contract. */
export function parseDelivery({ body }: Pick<RawInbound, "body">): InboundEventInput[] {
  const delivery = visitorDeliverySchema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)));
  const occurredAt = new Date(delivery.atMs).toISOString();
  const { sessionId, reference } = delivery;
  switch (delivery.kind) {
    case "message":
      return [messageEvent(delivery, occurredAt)];
    case "typing":
      return [{ type: "conversation", event: "typing", occurredAt, subject: sessionId }];
    case "marks":
      return [
        ...delivery.delivered.map((id) => report(reference, id, "delivered", occurredAt)),
        ...delivery.read.map((id) => report(reference, id, "read", occurredAt)),
      ];
    case "erasure":
      return [{ type: "conversation", event: "erasure-requested", occurredAt, subject: sessionId }];
    case "expired":
      return [{ type: "conversation", event: "conversation-expired", occurredAt, subject: sessionId }];
  }
}

function messageEvent(
  { sessionId, reference, id, text, file, identity, consent }: Extract<VisitorDelivery, { kind: "message" }>,
  occurredAt: string,
): InboundEventInput {
  return {
    type: "message",
    providerMessageId: messageId(reference, id),
    occurredAt,
    from: { kind: "session", value: sessionId, ...(identity?.name === undefined ? {} : { name: identity.name }) },
    ...(identity === undefined
      ? {}
      : {
          alsoKnownAs: [
            { kind: "handle" as const, value: identity.id },
            ...(identity.email === undefined ? [] : [{ kind: "email" as const, value: identity.email }]),
          ],
        }),
    to: [],
    ...(consent === undefined ? {} : { consents: [statedConsent(sessionId, consent)] }),
    ...(text === undefined ? {} : { text }),
    ...(file === undefined
      ? {}
      : {
          media: [
            {
              kind: file.contentType.startsWith("image/") ? ("image" as const) : ("document" as const),
              contentType: file.contentType,
              filename: file.name,
              mediaId: messageId(reference, file.fileId),
            },
          ],
        }),
  };
}

/** As the host records it: what for, and the hash of the very words. */
function statedConsent(sessionId: string, { purpose, language, wordingHash, atMs }: GivenConsent): StatedConsent {
  return {
    address: { kind: "session", value: sessionId },
    purposes: [purpose],
    channelKinds: ["livechat"],
    wordingHash,
    language,
    givenAt: new Date(atMs).toISOString(),
    source: "livechat",
  };
}

function report(reference: string, id: string, status: "delivered" | "read", occurredAt: string): InboundEventInput {
  return { type: "delivery-report", providerMessageId: messageId(reference, id), status, occurredAt };
}
