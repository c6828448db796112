import type { RawInbound } from "../../spec/inbound/raw-inbound.js";
import type { WebhookContract } from "../../spec/manifest/webhook-contract.js";
import type { WebhookRequestV1 } from "./webhook-request.js";

/** A verified request as it is recorded and shown to the plugin: the header fields the contract names, and the query. */
export function rawInboundOf(
  request: WebhookRequestV1,
  query: string,
  body: Uint8Array,
  { recordedHeaders }: WebhookContract,
  recordedAtMs: number,
): RawInbound {
  const attributes: Record<string, string> = {};
  for (const name of recordedHeaders) {
    const value = request.header(name);
    if (value !== undefined) attributes[`header:${name}`] = value;
  }
  if (query !== "") for (const [name, value] of new URLSearchParams(query)) attributes[`query:${name}`] = value;
  const contentType = (request.header("content-type") ?? "").slice(0, 255);
  return { rawId: "", source: "webhook", recordedAtMs, contentType, body, attributes };
}
