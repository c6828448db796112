import type { KeyRecord } from "../signing/key-record.js";

/** A key's record, with what speaks against using it at this instant. */
export function keyProblem(key: KeyRecord, atMs: number): "KEY_EXPIRED" | "KEY_NOT_YET_VALID" | undefined {
  if (atMs < Date.parse(key.validFrom)) return "KEY_NOT_YET_VALID";
  if (atMs > Date.parse(key.validUntil)) return "KEY_EXPIRED";
  return undefined;
}
