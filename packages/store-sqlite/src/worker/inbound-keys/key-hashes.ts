import { hash } from "node:crypto";
import type { PackedRows } from "../../codec/packed-rows.js";
import { unpackRows } from "../../codec/unpack-rows.js";

/** 48 bits, which SQLite stores in six bytes. */
const HEX_DIGITS = 12;

/**
 * Hashes of channels and keys: the first 48 bits of SHA-256 of a secret of the store, the channel and the key, so that nobody can choose keys that fall
 * on one hash. Two rows of one hash need not have one key all the same: that is for the rows to tell.
 */
export const keyHashes = {
  /** Of packed deliveries (id, channel, key, head, body), in their order. */
  ofStep: (step: PackedRows, secret: Buffer): number[] =>
    unpackRows(step).map(([, ...fields]) => hashOf([secret, ...fields.slice(0, 2)])),

  /** @param hex - channel and key of one delivery, as SQLite's `hex` gives them. */
  ofHex: (hex: string, secret: Buffer): number => hashOf([secret, Buffer.from(hex, "hex")]),
};

/** By way of hex: `crypto.hash` makes a text in half the time it takes for a buffer. */
function hashOf(parts: readonly Buffer[]): number {
  return Number.parseInt(hash("sha256", Buffer.concat(parts), "hex").slice(0, HEX_DIGITS), 16);
}
