/** First 32 bits of the fractional parts of roots of the first 64 primes (FIPS 180-4). */
const { K, START } = constants();

function constants(): { K: Uint32Array; START: Uint32Array } {
  const k = new Uint32Array(64);
  const start = new Uint32Array(8);
  const fraction = (value: number): number => ((value - Math.floor(value)) * 0x1_0000_0000) | 0;
  for (let candidate = 2, found = 0; found < 64; candidate += 1) {
    let isPrime = true;
    for (let factor = 2; factor * factor <= candidate; factor += 1) if (candidate % factor === 0) isPrime = false;
    if (!isPrime) continue;
    if (found < 8) start[found] = fraction(Math.sqrt(candidate));
    k[found] = fraction(Math.cbrt(candidate));
    found += 1;
  }
  return { K: k, START: start };
}

const W = new Uint32Array(64);
const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
const at = (words: Uint32Array, index: number): number => words[index] ?? 0;

/** SHA-256 of a short ASCII text (55 characters at most: one block), hex. Pages without TLS have no `crypto.subtle`, and it is slow for many. */
export function sha256Hex(text: string): string {
  W.fill(0);
  for (let index = 0; index < text.length; index += 1)
    W[index >> 2] = at(W, index >> 2) | (text.charCodeAt(index) << (24 - (index % 4) * 8));
  W[text.length >> 2] = at(W, text.length >> 2) | (0x80 << (24 - (text.length % 4) * 8));
  W[15] = text.length * 8;
  for (let index = 16; index < 64; index += 1) {
    const early = at(W, index - 15);
    const late = at(W, index - 2);
    W[index] =
      at(W, index - 16) +
      (turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)) +
      at(W, index - 7) +
      (turn(late, 17) ^ turn(late, 19) ^ (late >>> 10));
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = START;
  for (let index = 0; index < 64; index += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + at(K, index) + at(W, index)) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  return [a, b, c, d, e, f, g, h]
    .map((word, index) => ((word + at(START, index)) >>> 0).toString(16).padStart(8, "0"))
    .join("");
}
