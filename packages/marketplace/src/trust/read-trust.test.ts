import { expect, test } from "vitest";
import { signedSample, strangerKey, trust } from "../__fixtures__/sample-package.js";
import { verifyPackage } from "../verify/verify-package.js";
import { readTrust } from "./read-trust.js";

/** The trust of the samples, and how often somebody has read it. */
function counted() {
  let reads = 0;
  const input = {
    ...trust,
    get publishers() {
      reads += 1;
      return trust.publishers;
    },
  };
  return { input, reads: () => reads };
}

test("trust is read once for a package, and once for a thousand of them when it was read before", async () => {
  const { tarball, options } = await signedSample();
  const each = counted();
  expect(await verifyPackage(tarball, { ...options, trust: each.input })).toMatchObject({ verified: true });
  expect(each.reads()).toBe(1);
  const once = counted();
  const read = readTrust(once.input);
  for (let package_ = 0; package_ < 3; package_ += 1)
    expect(await verifyPackage(tarball, { ...options, trust: read })).toMatchObject({ verified: true });
  expect(once.reads()).toBe(1);
});

test("what was read cannot be changed, and what was changed is read again", async () => {
  const read = readTrust(trust);
  expect(() => read.publishers.pop()).toThrow(TypeError);
  expect(() => read.publishers[0]?.keys.push(strangerKey.record)).toThrow(TypeError);
  const { tarball, options } = await signedSample();
  const changing = { ...trust };
  expect(await verifyPackage(tarball, { ...options, trust: changing })).toMatchObject({ verified: true });
  changing.publishers = [];
  expect(await verifyPackage(tarball, { ...options, trust: changing })).toMatchObject({
    verified: false,
    refusals: [{ code: "KEY_UNKNOWN" }],
  });
});
