import { createHash, hash } from "node:crypto";
import { z } from "zod";
import { carriedLine } from "./carried-line.js";
import { type OutboundMessage, outboundMessageSchema } from "../spec/message/outbound-message.js";

/** A message as it is stored: JSON lines and the binary parts they refer to. */
export interface EncodedPayload {
  /** First line: what goes to the provider. Second line, where there is one: what stays with the host. */
  readonly payload: string;
  readonly blobs: readonly Uint8Array[];
  /** SHA-256 of the first line and every binary part, lower-case hex. */
  readonly contentHash: string;
  readonly contentBytes: number;
}

const NO_BLOBS: readonly Uint8Array[] = [];
const blobReferenceSchema = z.lazy(() => z.strictObject({ $blob: z.int().min(0) }));

/**
 * Makes the stored form of a message: stringified once, hashed once. Binary parts are copied, so that the caller's buffer may change
 * afterwards without changing the message (R8).
 */
export function encodePayload(message: OutboundMessage): EncodedPayload {
  const { recipients, sender, content, replyToProviderMessageId } = message;
  const blobs = content.type === "text" ? NO_BLOBS : collectBlobs(content);
  const line =
    blobs.length === 0
      ? carriedLine(message)
      : stringifyWithBlobs({ recipients, sender, content, replyToProviderMessageId }, blobs);
  let contentBytes = Buffer.byteLength(line);
  for (const blob of blobs) contentBytes += blob.byteLength;
  return {
    payload: line + hostLine(message),
    blobs: blobs.length === 0 ? NO_BLOBS : blobs.map((blob) => Uint8Array.from(blob)),
    contentHash: hashContent(line, blobs),
    contentBytes,
  };
}

/** Gives back the message that was accepted. */
export function decodePayload(
  payload: string,
  blobs: readonly Uint8Array[],
  owner: { readonly accountId: string; readonly channelId: string },
): OutboundMessage {
  const [line = "", host] = payload.split("\n");
  const revive = (_key: string, value: unknown): unknown => {
    const reference = blobReferenceSchema.safeParse(value);
    return reference.success ? blobs[reference.data.$blob] : value;
  };
  const carried: unknown = blobs.length === 0 ? JSON.parse(line) : JSON.parse(line, revive);
  const kept: unknown = host === undefined ? {} : JSON.parse(host);
  return outboundMessageSchema.parse(Object.assign({}, carried, kept, owner));
}

function hostLine(message: OutboundMessage): string {
  const { legalBasis, acceptDropped, metadata } = message;
  if (legalBasis === undefined && acceptDropped === undefined && metadata === undefined) return "";
  return `\n${JSON.stringify({ legalBasis, acceptDropped, metadata })}`;
}

function hashContent(line: string, blobs: readonly Uint8Array[]): string {
  // `crypto.hash` (Node 20.12) makes no stream object: half the time for a short message.
  if (blobs.length === 0) return hash("sha256", line, "hex");
  const sum = createHash("sha256").update(line);
  for (const blob of blobs) sum.update(blob);
  return sum.digest("hex");
}

function collectBlobs(value: unknown, found: Uint8Array[] = []): Uint8Array[] {
  if (value instanceof Uint8Array) found.push(value);
  else if (Array.isArray(value)) for (const one of value) collectBlobs(one, found);
  else if (typeof value === "object" && value !== null)
    for (const one of Object.values(value)) collectBlobs(one, found);
  return found;
}

function stringifyWithBlobs(carried: object, blobs: readonly Uint8Array[]): string {
  let next = 0;
  return JSON.stringify(carried, function (this: Record<string, unknown>, key: string, value: unknown) {
    // `this[key]`, because Buffer has a toJSON that ran already.
    if (!(this[key] instanceof Uint8Array)) return value;
    const index = next;
    next += 1;
    return index < blobs.length ? { $blob: index } : value;
  });
}
