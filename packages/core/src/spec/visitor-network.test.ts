import { expect, test } from "vitest";
import { visitorNetwork } from "./visitor-network.js";

test.each([
  ["an IPv4 address whole", ["192.0.2.7"], "192.0.2.7"],
  ["one within IPv6 as itself", ["::ffff:192.0.2.7", "::FFFF:192.0.2.7"], "192.0.2.7"],
  ["whatever the connection's port is", ["192.0.2.7:4711", "[::ffff:192.0.2.7]:1"], "192.0.2.7"],
  [
    "the addresses of one IPv6 line together",
    ["2001:db8:1:2::1", "2001:DB8:1:2:ffff::2", "2001:0db8:0001:0002:0:0:0:3", "[2001:db8:1:2::4]:443"],
    "2001:db8:1:2",
  ],
  ["zeros wherever they stand", ["::1", "::", "0:0:0:0:1::"], "0:0:0:0"],
  ["a link-local one without its interface", ["fe80::1%eth0"], "fe80:0:0:0"],
])("counts %s", (_what, addresses, network) => {
  expect(addresses.map((one) => visitorNetwork(one))).toEqual(addresses.map(() => network));
});

test("two lines are two, and without an address all are one", () => {
  expect(visitorNetwork("2001:db8:1:3::1")).not.toBe(visitorNetwork("2001:db8:1:2::1"));
  expect(visitorNetwork(undefined)).toBe("unknown");
});
