import { expect, test } from "vitest";
import { urlSchema } from "./url.js";

test.each(["https://acme.example/a?b=c#d", "mailto:ann@acme.example?subject=x", "https://bücher.example/ü"])(
  "takes %s as it is",
  (url) => {
    expect(urlSchema.parse(url)).toBe(url);
  },
);

test.each([
  "https://acme.example/\r\nBcc: eve@evil.example",
  "https://acme.example/\n",
  "\thttps://acme.example/",
  "https://acme.example/\u0000",
  "https://acme.example/\u2028x",
  "https://acme.example/a b",
  "not a url",
])("refuses %j", (url) => {
  expect(urlSchema.safeParse(url).success).toBe(false);
});
