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

test("takes an address with letters beyond ASCII, however often it was asked", () => {
  const refused: number[] = [];
  for (let time = 0; time < 50_000; time += 1) urlSchema.safeParse("https://acme.example/a");
  for (let time = 0; time < 100; time += 1)
    if (!urlSchema.safeParse("https://b\u00fccher.example/\u00fc").success) refused.push(time);
  expect(refused).toEqual([]);
});
