import { expect, test } from "vitest";
import { originOf } from "./origin-of.js";

test.each([
  ["https://API.Example.com", "https://api.example.com:443"],
  ["https://api.example.com.", "https://api.example.com:443"],
  ["https://api.example.com:443/", "https://api.example.com:443"],
  ["http://example.com", "http://example.com:80"],
  ["smtp://mail.example.com:587", "smtp://mail.example.com:587"],
  ["https://bücher.example", "https://xn--bcher-kva.example:443"],
  ["smtp://[0:0:0:0:0:0:0:1]:2525", "smtp://[::1]:2525"],
  ["tcp://127.0.0.1:0", "tcp://127.0.0.1:0"],
])("reads %s as %s", (text, origin) => {
  expect(originOf(text)?.text).toBe(origin);
});

test.each([
  "2130706433",
  "0x7f000001",
  "0177.0.0.1",
  "0x7f.1",
  "127.1",
  "127.0.1",
  "127.0.0.1.",
  "①②⑦.0.0.1",
  "127。0。0。1",
])("reads %s as the address it means, in every scheme", (host) => {
  expect(["https", "smtp", "imaps"].map((scheme) => originOf(`${scheme}://${host}:99`)?.host)).toEqual(
    Array(3).fill("127.0.0.1"),
  );
});

test.each([
  "",
  "example.com",
  "ftp://example.com",
  "https://",
  "https://user@example.com",
  "https://user:pass@example.com",
  "https://example.com/path",
  "https://example.com?x",
  "https://example.com#x",
  "https://example.com\\@evil.test",
  "https://example.com:70000",
  "https://exa mple.com",
  "https://1.2.3.4.5",
  "https://[::1",
  "https://[fe80::1%25eth0]",
  "tcp://example.com",
  "javascript:alert(1)",
])("is not an origin: %j", (text) => {
  expect(originOf(text)).toBeUndefined();
});
