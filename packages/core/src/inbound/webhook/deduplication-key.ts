import { createHash } from "node:crypto";
import type { InboundEventsV1 } from "../../spec/capabilities/inbound-events.js";
import type { RawInbound } from "../../spec/inbound/raw-inbound.js";
import type { WebhookContract } from "../../spec/manifest/webhook-contract.js";
import { formFields } from "../schemes/form-fields.js";

const LONGEST = 1_000;

/**
 * What makes two deliveries one: the plugin's key; where it has none, the hash of what was signed.
 * @param onFailure - told when the plugin failed: the delivery is recorded all the same.
 */
export function deduplicationKey(
  plugin: InboundEventsV1 | undefined,
  raw: RawInbound,
  { signature }: WebhookContract,
  onFailure: () => void,
): string {
  try {
    const key = plugin?.doDeduplicationKey?.(raw);
    if (typeof key === "string" && key !== "") return key.length <= LONGEST ? key : `sha256:${hash(key)}`;
  } catch {
    // A plugin's error may quote the body: only that it failed is told.
    onFailure();
  }
  return `sha256:${hash(signature.scheme === "twilio" ? signedForm(raw) : raw.body)}`;
}

/** A signed form in one spelling: its fields in another order or encoding have the same signature, and must not be another delivery. */
function signedForm({ contentType, body, attributes }: RawInbound): string | Uint8Array {
  const fields = contentType.toLowerCase().startsWith("application/x-www-form-urlencoded")
    ? formFields(body)
    : undefined;
  return fields === undefined
    ? body
    : JSON.stringify([attributes, ...fields.map((field) => JSON.stringify(field)).sort()]);
}

const hash = (value: string | Uint8Array): string => createHash("sha256").update(value).digest("hex");
