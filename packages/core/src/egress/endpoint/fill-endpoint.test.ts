import { expect, test } from "vitest";
import { fillEndpoint } from "./fill-endpoint.js";

test.each([
  ["https://api.example.com/v1", {}, "https://api.example.com/v1"],
  ["https://{region}.api.example.com", { region: "eu-1" }, "https://eu-1.api.example.com"],
  ["https://api-{region}.example.com/v1", { region: "ie1" }, "https://api-ie1.example.com/v1"],
  ["smtp://{smtp.host}:{smtp.port}", { smtp: { host: "Mail.Example.com", port: 587 } }, "smtp://Mail.Example.com:587"],
  ["imaps://{host}", { host: "bücher.example" }, "imaps://bücher.example"],
  ["imaps://{host}:993", { host: "2001:db8::1" }, "imaps://[2001:db8::1]:993"],
  ["imaps://{host}:993", { host: "[2001:db8::1]" }, "imaps://[2001:db8::1]:993"],
  ["{scheme}://{host}:{port}/ari", { scheme: "https", host: "pbx", port: "8089" }, "https://pbx:8089/ari"],
  ["{apiUrl}", { apiUrl: "https://api.example.com:8443/base/v2" }, "https://api.example.com:8443/base/v2"],
  ["https://api.example.com/{account}/messages", { account: "AC12 ".trim() }, "https://api.example.com/AC12/messages"],
  [
    "https://api.example.com/users/{mail}",
    { mail: "a+b@example.com" },
    "https://api.example.com/users/a%2Bb%40example.com",
  ],
])("fills %s with %j", (template, settings, url) => {
  expect(fillEndpoint(template, settings)).toEqual({ url });
});

test.each([
  ["https://{region}.api.example.com", {}, "region"],
  ["smtp://{smtp.host}:{smtp.port}", { smtp: { host: "a" } }, "smtp.port"],
  ["smtp://{smtp.host}:25", { smtp: "x" }, "smtp.host"],
  ["https://{host}", { host: null }, "host"],
  ["https://{host}", { host: "" }, "host"],
  // Only own properties are settings.
  ["https://{constructor.name}", {}, "constructor.name"],
  ["https://{host}", Object.create({ host: "inherited.example" }), "host"],
])("%s with %j waits for a setting", (template, settings, unset) => {
  expect(fillEndpoint(template, settings)).toEqual({ unset });
});

const PARTIAL = "https://{region}.api.example.com";
const HOST = "https://{host}:8443/v1";
const PATH = "https://api.example.com/v1/{account}";
const PORT = "https://api.example.com:{port}";
const WHOLE = "{url}";
test.each([
  ...[
    "eu.evil",
    "evil.test/",
    "evil.test#",
    "evil.test?",
    "a@evil",
    "EU",
    "eu_1",
    "é",
    "a".repeat(64),
    " eu",
    "eu\r\n",
    "%65u",
    "{x}",
  ].map((value) => [PARTIAL, "region", value] as const),
  ...[
    "a/b",
    "a@b",
    "a:1",
    "a?b",
    "a#b",
    "a\\b",
    "a b",
    "a\tb",
    "a%62",
    "http://a",
    "[::1",
    "::1%lo",
    "a\u0000b",
    "{x}",
  ].map((value) => [HOST, "host", value] as const),
  ...["..", ".", "a/b", "a\\b", "a?b", "a#b", "a%2f", "a b", "\u0000"].map(
    (value) => [PATH, "account", value] as const,
  ),
  ...["", "-1", "443/x", "443@evil.test", "1e3", "443 ", "0x1bb", "999999"].map(
    (value) => [PORT, "port", value] as const,
  ),
  ...[
    "api.example.com",
    "https://u:p@api.example.com",
    "https://a/?q",
    "https://a/#f",
    "https://a\\b",
    "https://a b",
    "//a",
    "https:a",
  ].map((value) => [WHOLE, "url", value] as const),
  [PARTIAL, "region", ["eu"]],
  [PARTIAL, "region", { toString: () => "eu" }],
  [PORT, "port", 1.5],
  [HOST, "host", true],
] as const)("%s refuses %s = %j", (template, name, value) => {
  const filled = fillEndpoint(template, { [name]: value });
  if (value === "") expect(filled).toEqual({ unset: name });
  else expect(filled).toMatchObject({ setting: name });
  if (typeof value === "string" && value !== "") expect(JSON.stringify(filled)).not.toContain(value);
});

test("two placeholders of a path do not make a step upwards together", () => {
  expect(fillEndpoint("https://api.example.com/a/{x}{y}/b", { x: ".", y: "." })).toMatchObject({ setting: "x" });
});

test.each(["https://api.{tld}", "https://{a}example.com", "https://x.{a.b.c}", "https://{a}.{b}", "https://{a}-x"])(
  "%s lets a setting choose whose domain it is, whatever the setting",
  (template) => {
    expect(fillEndpoint(template, { tld: "x", a: "x", b: "x" })).toHaveProperty("template");
  },
);

test.each([
  ["its end is wrong", `https://${"a".repeat(300_000)}#`],
  ["it has nothing but ports", `https://${":{".repeat(150_000)}.example.com`],
])("a manifest's URL is read in one pass, however long it is: %s", (_, template) => {
  const beganAt = performance.now();
  fillEndpoint(template, {});
  // Every character compared with every other would take more than ten seconds.
  expect(performance.now() - beganAt).toBeLessThan(3000);
});
