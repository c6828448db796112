import type { InboundDelivery } from "@plugboard/core/spec";
import type { VisitorDelivery } from "./visitor-delivery.js";

/** A visitor's doing as the host records it. */
export function toDelivery(deduplicationKey: string, delivery: VisitorDelivery): InboundDelivery {
  return {
    deduplicationKey,
    contentType: "application/json",
    body: new TextEncoder().encode(JSON.stringify(delivery)),
  };
}
