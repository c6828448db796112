import { sha256 } from "./sha256.js";

/** The state of the whole ledger at one moment: what a later state must contain. Keep it elsewhere than the ledger. */
export interface LedgerCheckpoint {
  /** How many batches there are. */
  readonly batches: number;
  /** Hash of the last one. */
  readonly head: string;
  /** Root of the tree over the hashes of all batches, see `merkleRoot`. */
  readonly tree: string;
  readonly atMs: number;
  readonly signature?: LedgerSignature | undefined;
}

/** Ed25519 (RFC 8032). */
export interface LedgerSignature {
  /** Subject public key info (RFC 8410), DER, base64. */
  readonly publicKey: string;
  /** 64 bytes, base64. */
  readonly value: string;
}

/** What is signed. */
export const checkpointText = {
  encode: ({ batches, head, tree, atMs }: LedgerCheckpoint): string =>
    `checkpoint\n${batches}\n${head}\n${tree}\n${atMs}`,
  /** How to speak of a key: first 16 characters of the SHA-256 of its DER. */
  keyName: ({ publicKey }: Pick<LedgerSignature, "publicKey">): string =>
    sha256(Buffer.from(publicKey, "base64")).slice(0, 16),
};
