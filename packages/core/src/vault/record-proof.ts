import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { CredentialRecord } from "./credential-record.js";

/** Keyed hash over a record without its proof, lower-case hex, by a key derived from the current set's data key. */
export function recordProof(record: Omit<CredentialRecord, "proof">, dataKey: Uint8Array): string {
  const { accountId, channelId, name, lastVersion, versions, revokedAt } = record;
  const key = new Uint8Array(hkdfSync("sha256", dataKey, new Uint8Array(), "plugboard credential record", 32));
  const told = versions.map(({ version, createdAt, until, keyId, wrappedKey, sealed }) => [
    ...[version, createdAt, until ?? null],
    ...[keyId, wrappedKey, sealed],
  ]);
  const text = JSON.stringify([accountId, channelId ?? null, name, lastVersion, revokedAt ?? null, told]);
  return createHmac("sha256", key).update(text).digest("hex");
}

export function isProved(record: CredentialRecord, dataKey: Uint8Array): boolean {
  const [told, made] = [Buffer.from(record.proof), Buffer.from(recordProof(record, dataKey))];
  return told.length === made.length && timingSafeEqual(told, made);
}
