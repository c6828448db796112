import { WebhookBodyError } from "@plugboard/core/spec";
import type { RawRequest } from "./raw-request.js";

/**
 * The bytes that something in front kept (`express.raw()`, or `rawBody` of a `verify` option); nothing when they are still to be read.
 * @throws {WebhookBodyError} a parser read them and kept nothing.
 */
export function findRawBody(request: RawRequest): Buffer | undefined {
  if (Buffer.isBuffer(request.rawBody)) return request.rawBody;
  if (Buffer.isBuffer(request.body)) return request.body;
  if (request.readableDidRead || request.readableEnded) throw new WebhookBodyError();
  return undefined;
}
