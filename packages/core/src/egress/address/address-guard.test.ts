import { describe, expect, test } from "vitest";
import { AddressGuard } from "./address-guard.js";

/** First and last address of every block that is not reachable, IANA special-purpose registries read 2026-11. */
const REFUSED = [
  ["0.0.0.0", "0.255.255.255"],
  ["10.0.0.0", "10.255.255.255"],
  ["100.64.0.0", "100.127.255.255"],
  ["127.0.0.0", "127.255.255.255"],
  ["169.254.0.0", "169.254.255.255"],
  ["172.16.0.0", "172.31.255.255"],
  ["192.0.0.0", "192.0.0.255"],
  ["192.0.2.0", "192.0.2.255"],
  ["192.88.99.0", "192.88.99.255"],
  ["192.168.0.0", "192.168.255.255"],
  ["198.18.0.0", "198.19.255.255"],
  ["198.51.100.0", "198.51.100.255"],
  ["203.0.113.0", "203.0.113.255"],
  ["224.0.0.0", "239.255.255.255"],
  ["240.0.0.0", "255.255.255.255"],
  ["::", "::1"],
  ["::127.0.0.1", "::8.8.8.8"],
  ["::ffff:0:0", "::ffff:255.255.255.255"],
  ["::ffff:8.8.8.8", "::ffff:0:127.0.0.1"],
  ["64:ff9b::", "64:ff9b::ffff:ffff"],
  ["64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff"],
  ["100::", "100::ffff:ffff:ffff:ffff"],
  ["2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["2002::", "2002:7f00:1::"],
  ["3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["4000::", "5f00::1"],
  ["fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["ff00::", "ff02::1"],
] as const;

/** The neighbours of those blocks, and addresses of well-known services. */
const PERMITTED = [
  "1.0.0.0",
  "8.8.8.8",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "126.255.255.255",
  "128.0.0.0",
  "169.253.255.255",
  "169.255.0.0",
  "172.15.255.255",
  "172.32.0.0",
  "192.0.1.0",
  "192.0.3.0",
  "192.167.255.255",
  "192.169.0.0",
  "198.17.255.255",
  "198.20.0.0",
  "223.255.255.255",
  "2001:200::",
  "2001:4860:4860::8888",
  "2003::1",
  "2606:4700:4700::1111",
  "2a03:2880:f12f:83:face:b00c:0:25de",
  "3ffe:ffff::1",
];

describe("the address guard", () => {
  test.each(REFUSED)("refuses %s and %s", (first, last) => {
    const guard = new AddressGuard();
    expect([guard.permits(first), guard.permits(last)]).toEqual([false, false]);
  });

  test.each(PERMITTED)("permits %s", (address) => {
    expect(new AddressGuard().permits(address)).toBe(true);
  });

  test.each([
    "",
    "localhost",
    "fe80::1%eth0",
    "2606:4700::1%1",
    "0x7f.1",
    "127.1",
    "1.1.1.1 ",
    "[::1]",
    "::ffff:1.2.3",
  ])("refuses what is no address in canonical form: %j", (text) => {
    expect(new AddressGuard(["0.0.0.0/0", "::/0"]).permits(text)).toBe(false);
  });

  test("permits what the host allowed by name, and no more", () => {
    const guard = new AddressGuard(["127.0.0.1", "10.1.0.0/16", "fd00:1::/32"]);
    expect(["127.0.0.1", "10.1.2.3", "fd00:1:2::3"].map((address) => guard.permits(address))).toEqual([
      true,
      true,
      true,
    ]);
    expect(["127.0.0.2", "10.2.0.0", "fd00:2::"].map((address) => guard.permits(address))).toEqual([
      false,
      false,
      false,
    ]);
  });
});
