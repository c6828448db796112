import { hash } from "node:crypto";
import type { InboundEventsV1 } from "../../spec/capabilities/inbound-events.js";
import type { RawInbound } from "../../spec/inbound/raw-inbound.js";
import type { WebhookContract } from "../../spec/manifest/webhook-contract.js";
import { RequestError } from "../../spec/errors/request-error.js";
import { isThenable } from "../../timing/is-thenable.js";
import { withinTime } from "../../timing/within-time.js";
import { formFields } from "../schemes/form-fields.js";

const LONGEST = 1_000;
/** The provider waits for its answer meanwhile. Milliseconds. */
const LONGEST_WAIT_MS = 2_000;

/**
 * What makes two deliveries one: the plugin's key; where it has none, the hash of what was signed.
 * @param onFailure - told when the plugin failed: the delivery is recorded all the same.
 */
export function deduplicationKey(
  plugin: InboundEventsV1 | undefined,
  raw: RawInbound,
  { signature }: WebhookContract,
  onFailure: () => void,
): string | Promise<string> {
  const keyless = () => `sha256:${sha256(signature.scheme === "twilio" ? signedForm(raw) : raw.body)}`;
  const failed = () => {
    // A plugin's error may quote the body: only that it failed is told.
    onFailure();
    return keyless();
  };
  try {
    const key = plugin?.doDeduplicationKey?.(raw);
    if (!isThenable(key)) return usable(key) ?? keyless();
    return withinTime(key, LONGEST_WAIT_MS, () => {
      throw new RequestError("CAPABILITY_FAILED");
    }).then((late) => usable(late) ?? keyless(), failed);
  } catch {
    return failed();
  }
}

function usable(key: unknown): string | undefined {
  if (typeof key !== "string" || key === "") return undefined;
  return key.length <= LONGEST ? key : `sha256:${sha256(key)}`;
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

const sha256 = (value: string | Uint8Array): string => hash("sha256", value, "hex");
