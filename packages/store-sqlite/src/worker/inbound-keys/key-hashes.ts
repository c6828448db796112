import type { PackedRows } from "../../codec/packed-rows.js";
import { halfSipHash, type HashSeed } from "./half-sip-hash.js";

/** Fields of a packed delivery: id, channel, key, head, body. */
const CHANNEL = 1;
const KEY = 2;

/** Hashes of channels and keys, which follow each other in a row. Two rows of one hash need not have one key: that is for the rows to tell. */
export const keyHashes = {
  /** Of packed deliveries, in their order. */
  ofStep({ bytes, numbers, scale, radices }: PackedRows, seed: HashSeed): number[] {
    const packed: unknown = JSON.parse(numbers);
    if (!Array.isArray(packed)) throw new TypeError("packed rows have no numbers");
    const sizes = new Array<number>(radices.length).fill(0);
    return packed.map((packedNumber) => {
      let number = Number(packedNumber);
      for (let field = radices.length - 1; field >= 0; field -= 1) {
        const radix = radices[field] ?? 1;
        const size = number % radix;
        sizes[field] = size;
        number = (number - size) / radix;
      }
      const from = (number - (number % scale)) / scale - 1 + (sizes[0] ?? 0);
      return halfSipHash(bytes, from, from + (sizes[CHANNEL] ?? 0) + (sizes[KEY] ?? 0), seed);
    });
  },

  /** @param hex - channel and key of one delivery, as SQLite's `hex` gives them. */
  ofHex(hex: string, seed: HashSeed): number {
    const bytes = Buffer.from(hex, "hex");
    return halfSipHash(bytes, 0, bytes.length, seed);
  },
};
