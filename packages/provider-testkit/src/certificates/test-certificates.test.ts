import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { testAuthority, testCertificates } from "./test-certificates.js";

const authority = new X509Certificate(testAuthority);
const read = (name: keyof typeof testCertificates) => new X509Certificate(testCertificates[name].certificate);

test.each(["valid", "expired", "wrong-name"] as const)("%s is signed by the test authority", (name) => {
  expect(read(name).verify(authority.publicKey)).toBe(true);
});

test("self-signed is not", () => {
  expect(read("self-signed").verify(authority.publicKey)).toBe(false);
});

test("valid names every form of loopback and outlives the project", () => {
  const certificate = read("valid");
  expect([certificate.checkHost("localhost"), certificate.checkIP("127.0.0.1")]).toEqual(["localhost", "127.0.0.1"]);
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.parse("2100-01-01"));
});

test("expired has ended and wrong-name is for another host", () => {
  expect(Date.parse(read("expired").validTo)).toBeLessThan(Date.parse("2022-01-01"));
  expect(read("wrong-name").checkIP("127.0.0.1")).toBeUndefined();
});
