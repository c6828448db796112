import type { z } from "zod";
import type { PayloadKind } from "../signing/envelope.js";
import { isSignedBy } from "../signing/is-signed-by.js";
import type { KeyRecord } from "../signing/key-record.js";
import { parsePayload } from "../signing/parse-payload.js";
import { readEnvelope } from "../signing/read-envelope.js";
import { keyProblem } from "../trust/key-problem.js";

/** Reads a document of the marketplace itself: index, revocation list, an examiner's evidence. */
export function verifyDocument<Schema extends z.ZodType>(
  kind: PayloadKind,
  text: string,
  schema: Schema,
  keys: readonly KeyRecord[],
  nowMs: number,
): { readonly document: z.output<Schema>; readonly keyId: string } | undefined {
  const envelope = readEnvelope(kind, text);
  const key = keys.find(({ keyId }) => keyId === envelope?.keyId);
  if (envelope === undefined || key === undefined) return undefined;
  if (keyProblem(key, nowMs) !== undefined || !isSignedBy(envelope, key)) return undefined;
  const document = parsePayload(envelope.payload, schema);
  return document === undefined ? undefined : { document, keyId: envelope.keyId };
}
