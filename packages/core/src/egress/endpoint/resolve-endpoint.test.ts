import { describe, expect, test } from "vitest";
import { EgressRefusedError } from "../../spec/errors/egress-refused-error.js";
import { ManifestInvalidError } from "../../spec/errors/manifest-invalid-error.js";
import { SettingsInvalidError } from "../../spec/errors/settings-invalid-error.js";
import { keeper } from "../__fixtures__/kept.js";
import { loopbackEgress, openMany, openOne } from "../__fixtures__/open-egress.js";

const kept = keeper();
const strict = { dangerouslyAllowPrivateAddresses: [], dangerouslyAllowPlainText: [] };

function refusalOf(
  url: string,
  settings: unknown = {},
  options: Parameters<typeof loopbackEgress>[0] = strict,
): unknown {
  try {
    openOne(kept(loopbackEgress(options)), url, { settings });
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("when a channel opens, an endpoint", () => {
  test.each(["http://api.example.com", "ws://api.example.com"])("in plain text is refused: %s", (url) => {
    expect(refusalOf(url)).toMatchObject({ code: "EGRESS_REFUSED", reason: "plain-text" });
  });

  test.each(["https", "wss", "smtp", "smtps", "imap", "imaps"])("of scheme %s is taken", (scheme) => {
    expect(refusalOf(`${scheme}://api.example.com`)).toBeUndefined();
  });

  test.each([
    [["api.example.com"], true],
    [["api.example.com:80"], true],
    [["api.example.com:81"], false],
    [["*.example.com"], true],
    [["*.com"], true],
    [["example.com"], false],
    [["*.api.example.com"], false],
    [["xapi.example.com"], false],
  ])("may be in plain text where the host names it: %j, %s", (patterns, allowed) => {
    const refusal = refusalOf("http://api.example.com", {}, { ...strict, dangerouslyAllowPlainText: patterns });
    expect(refusal === undefined).toBe(allowed);
  });

  test("may be in plain text at an IPv6 address the host names", () => {
    const options = { ...strict, dangerouslyAllowPlainText: ["[2606:4700::1]:8080"] };
    expect(refusalOf("http://[2606:4700:0::1]:8080", {}, options)).toBeUndefined();
    expect(refusalOf("http://[2606:4700::1]:8081", {}, options)).toBeInstanceOf(EgressRefusedError);
  });

  test.each(["127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "0", "2130706433"])(
    "with the private address %s is refused, written in the manifest or in a setting",
    (host) => {
      expect(refusalOf(`https://${host}`)).toMatchObject({ reason: "address-private" });
      expect(refusalOf("https://{host}", { host })).toMatchObject({ reason: "address-private" });
      expect(refusalOf("{url}", { url: `https://${host}/x` })).toMatchObject({ reason: "address-private" });
    },
  );

  test("whose setting would move it is a fault of the settings, its value unsaid", () => {
    const error = refusalOf("https://{region}.api.example.com", { region: "evil.test/" });
    expect(error).toBeInstanceOf(SettingsInvalidError);
    expect(error).toMatchObject({ issues: ["region: expected one DNS label: a-z, 0-9 and -"] });
    expect(String(error)).not.toContain("evil");
  });

  test.each(["{url}", "{scheme}://{host}"])("%s of an unknown scheme is a fault of the settings", (url) => {
    const settings = { url: "ftp://example.com/", scheme: "file", host: "example.com" };
    expect(refusalOf(url, settings)).toBeInstanceOf(SettingsInvalidError);
  });

  test.each([
    "https://user@example.com",
    "https://api.{domain}",
    "tcp://example.com",
    "tcp://example.com:0",
    "ftp://example.com",
    "https://example.com/a/../b",
    "https://example.com/a/%2e%2e/b",
    "https://example.com\\x",
  ])("%s is a fault of the manifest", (url) => {
    expect(refusalOf(url, { domain: "com" })).toBeInstanceOf(ManifestInvalidError);
  });

  test("that listens is not judged by its address", () => {
    const channel = openMany(kept(loopbackEgress(strict)), [{ id: "in", url: "tcp://0.0.0.0:0", direction: "listen" }]);
    expect(channel.endpoints).toEqual([{ id: "in", direction: "listen", url: "tcp://0.0.0.0:0" }]);
  });
});

test("endpoints are shown with their settings in place, and where the host redirected them", () => {
  const egress = kept(
    loopbackEgress({
      ...strict,
      dangerouslyRedirectEndpoints: { "https://graph.example.com": "http://127.0.0.1:9999" },
    }),
  );
  const endpoints = [
    { id: "api", url: "https://{region}.example.com/v1/{account}" },
    { id: "graph", url: "https://graph.example.com/v20" },
    { id: "unset", url: "smtp://{smtp.host}" },
  ];
  expect(openMany(egress, endpoints, { settings: { region: "eu", account: "AC1" } }).endpoints).toEqual([
    { id: "api", direction: "connect", url: "https://eu.example.com:443/v1/AC1" },
    {
      id: "graph",
      direction: "connect",
      url: "https://graph.example.com:443/v20",
      redirectedTo: "http://127.0.0.1:9999",
    },
    { id: "unset", direction: "connect", url: undefined },
  ]);
});
