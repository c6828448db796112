import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSigningKey, readRevocations, trustSchema } from "@plugboard/marketplace";
import { afterAll, describe, expect, test } from "vitest";
import { plugboard } from "../__fixtures__/plugboard.js";
import { runCli } from "../shell/run-cli.js";

const DAY_MS = 86_400_000;
const valid = { fromMs: Date.now() - DAY_MS, untilMs: Date.now() + 60 * DAY_MS };
const [market, stranger] = [createSigningKey(valid), createSigningKey(valid)];
const room = mkdtempSync(join(tmpdir(), "plugboard-revocations-"));
afterAll(() => rmSync(room, { recursive: true, force: true }));

const path = (name: string): string => join(room, name);
const list = path("market/revocations.json");
writeFileSync(path("market.pem"), market.privateKeyPem);
writeFileSync(path("stranger.pem"), stranger.privateKeyPem);
writeFileSync(path("trust.json"), JSON.stringify({ marketplaceKeys: [market.record] }));
const trust = trustSchema.parse({ marketplaceKeys: [market.record] });
const papers = ["--market", path("market"), "--trust", path("trust.json")];

async function run(...args: string[]) {
  let out = "";
  let error = "";
  const streams = { out: (text: string) => (out += text), error: (text: string) => (error += text) };
  const code = await runCli(["revocations", ...args, ...papers], { ...streams, isInteractive: false });
  return { code, out, error };
}
const inForce = (nowMs = Date.now()) => readRevocations(readFileSync(list, "utf8"), trust, { nowMs });

describe("plugboard revocations", () => {
  test("makes a signed list, adds to it, and grows its sequence", async () => {
    const key = ["--key", path("market.pem")];
    const made = await plugboard(["revocations", ...key, ...papers, "--json"]);
    expect(made.code, made.error).toBe(0);
    expect(JSON.parse(made.out)).toMatchObject({ valid: true, sequence: 1, keys: [], packages: [] });
    const why = ["--reason", "leaks addresses"];
    const more = ["--package", "@acme/sms@<1.2.0", "--package", "@acme/mail", "--publisher-key", stranger.record.keyId];
    expect(await run(...key, ...more, ...why)).toMatchObject({ code: 0 });
    expect(inForce().list).toMatchObject({
      sequence: 2,
      packages: [
        { name: "@acme/sms", versions: "<1.2.0", reason: "leaks addresses" },
        { name: "@acme/mail", versions: "*" },
      ],
      keys: [{ keyId: stranger.record.keyId }],
    });
    expect(await run("--check")).toMatchObject({ code: 0, out: expect.stringContaining("@acme/mail@*") as string });
  }, 60_000);

  test("renews one that has run out, with everything in it", async () => {
    expect(inForce(Date.now() + 8 * DAY_MS).refusal).toMatchObject({ code: "REVOCATIONS_STALE" });
    expect(await run("--key", path("market.pem"), "--days", "30")).toMatchObject({ code: 0 });
    expect(inForce(Date.now() + 8 * DAY_MS).list).toMatchObject({ sequence: 3, packages: [{}, {}] });
  });

  test.each([
    ["no reason", ["--package", "@acme/sms"], 2, "--reason is needed"],
    ["a range that is none", ["--package", "@acme/sms@latest", "--reason", "x"], 2, '"latest" is no range of versions'],
    ["an empty range", ["--package", "@acme/sms@", "--reason", "x"], 2, '"" is no range of versions'],
    ["a name that is none", ["--package", "NO NAME", "--reason", "x"], 2, "packages.2.name"],
    ["a number of days that is none", ["--days", "many"], 2, "--days is no number"],
  ])("with %s is not understood, and leaves the list as it was", async (_name, args, code, words) => {
    const before = readFileSync(list, "utf8");
    const result = await run("--key", path("market.pem"), ...args);
    expect(result).toMatchObject({ code, error: expect.stringContaining(words) as string });
    expect(readFileSync(list, "utf8")).toBe(before);
  });

  test("signed by a key that hosts do not take is refused before it is written", async () => {
    const before = readFileSync(list, "utf8");
    expect(await run("--key", path("stranger.pem"))).toMatchObject({ code: 1 });
    expect(readFileSync(list, "utf8")).toBe(before);
  });

  test("says why a list that was changed is none, and does not build on it", async () => {
    const text = readFileSync(list, "utf8");
    writeFileSync(list, text.replace('"payload":"e', '"payload":"f'));
    expect(await run("--check")).toMatchObject({
      code: 1,
      out: expect.stringContaining("REVOCATIONS_INVALID") as string,
    });
    expect(await run("--key", path("market.pem"))).toMatchObject({ code: 1 });
    writeFileSync(list, text);
  });
});
