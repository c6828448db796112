import { expect, test } from "vitest";
import { halfSipHash } from "./half-sip-hash.js";

const SEED = { low: 0x03020100, high: 0x07060504 };
/** The first six bytes of each of the reference's vectors (`vectors_hsip64`), for inputs of 0 to 9 bytes 0, 1, 2, … */
const VECTORS = [
  ...["218d1f59b9b8", "be552412f838", "064f39ef7c50", "ce0f1a45f706", "d5e78a175be5"],
  ...["cb9d7c3f2f3d", "ce3e91358aa2", "ff202728b07b", "edfee820bce4", "5b51cccc1388"],
];

test("gives what the reference gives, wherever in the bytes the input lies", () => {
  const bytes = Buffer.from([9, 9, 9, ...Array.from({ length: 20 }, (_, index) => index)]);
  const hashes = VECTORS.map((_, length) => halfSipHash(bytes, 3, 3 + length, SEED));
  const expected = VECTORS.map((vector) => Buffer.from(vector, "hex").readUIntLE(0, 6));
  expect(hashes).toEqual(expected);
});

test("gives another hash for another seed", () => {
  const bytes = Buffer.from("whatsapp-1sha256:00");
  const hashes = [SEED, { ...SEED, low: 0 }, { ...SEED, high: 0 }].map((seed) =>
    halfSipHash(bytes, 0, bytes.length, seed),
  );
  expect(new Set(hashes).size).toBe(3);
});
