/** The secret of a store's hashes: two whole numbers of 32 bits. */
export interface HashSeed {
  readonly low: number;
  readonly high: number;
}

const TWO_TO_32 = 4_294_967_296;

/**
 * HalfSipHash-2-4 of a part of some bytes, cut to 48 bits, which SQLite stores in six bytes. Keyed, so that nobody can choose keys that
 * fall on one hash; 32-bit arithmetic, since that is what JavaScript is quick at.
 * @see https://github.com/veorq/SipHash (halfsiphash.c with 8 bytes of output; the vectors are in the test)
 */
export function halfSipHash(bytes: Uint8Array, from: number, to: number, { low, high }: HashSeed): number {
  let v0 = low;
  let v1 = high ^ 0xee;
  let v2 = low ^ 0x6c796765;
  let v3 = high ^ 0x74656462;
  const whole = to - ((to - from) & 3);
  let last = (to - from) << 24;
  for (let at = to - 1; at >= whole; at -= 1) last |= (bytes[at] ?? 0) << ((at - whole) * 8);

  for (let at = from; at <= whole; at += 4) {
    const word =
      at < whole
        ? (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)
        : last;
    v3 ^= word;
    for (let round = 0; round < 2; round += 1) {
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
    }
    v0 ^= word;
  }

  v2 ^= 0xee;
  let output = 0;
  for (let round = 0; round < 8; round += 1) {
    if (round === 4) {
      output = (v1 ^ v3) >>> 0;
      v1 ^= 0xdd;
    }
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
  }
  return ((v1 ^ v3) & 0xffff) * TWO_TO_32 + output;
}
