import { expect, test } from "vitest";
import { isPathBelow } from "./is-path-below.js";

test.each([
  "/",
  "/messages",
  "/v1/messages?to=%2B4930&x=1",
  "/a/.well-known/b",
  "/a/...",
  "/a/..b",
  "/a/%2e%2e%2ex",
  "/files/a%2Fb",
  "/search?q=/../x",
  "/a:b@c;d=1/(e)",
  "/a//b",
])("lets %s pass", (path) => {
  expect(isPathBelow(path)).toBe(true);
});

test.each([
  "",
  "messages",
  "//evil.test/x",
  "/\\evil.test",
  "\\\\evil.test",
  "/a\\..\\b",
  "http://evil.test/",
  "?x",
  "/a#b",
  "/a b",
  "/a\tb",
  "/a\r\nHost: evil.test",
  "/a\u0000",
  "/a\u007f",
  "/grüße",
  "/..",
  "/.",
  "/../x",
  "/a/../b",
  "/a/..",
  "/a/./b",
  "/%2e%2e/x",
  "/a/%2E./b",
  "/a/.%2e",
  "/a/..%2fb",
  "/a%2f..%2fb",
  "/a%2f%2e%2e",
  "/a/..%5cb",
  "/a%5C..%5Cb",
  "/a/..;x=1/b",
  "/a/%2e%2e;/b",
  "/a/..?x",
])("refuses %j", (path) => {
  expect(isPathBelow(path)).toBe(false);
});
