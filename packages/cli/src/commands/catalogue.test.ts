import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSigningKey, type MarketIndex, readIndex, signPayload, trustSchema } from "@plugboard/marketplace";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { sampleTarball } from "../__fixtures__/sample-tarball.js";
import { runCli } from "../shell/run-cli.js";

const DAY_MS = 86_400_000;
const valid = { fromMs: Date.now() - 60 * DAY_MS, untilMs: Date.now() + 60 * DAY_MS };
const [publisher, market, stranger] = [createSigningKey(valid), createSigningKey(valid), createSigningKey(valid)];
const trust = {
  publishers: [{ id: "post", packages: ["@post/*"], keys: [publisher.record] }],
  marketplaceKeys: [market.record],
  needsRevocations: false,
};
const NAME = "@post/provider-post-sms";

// The command loads core for its table of zones: on a busy machine that takes longer than a test may.
beforeAll(async () => {
  await import("@plugboard/core");
}, 60_000);

let room: string;
const at = (path: string): string => join(room, path);
const inMarket = (path: string): string => at(join("market", path));
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "plugboard-catalogue-"));
  onTestFinished(() => rmSync(room, { recursive: true, force: true }));
  for (const [name, { privateKeyPem }] of Object.entries({ publisher, market }))
    writeFileSync(at(`${name}.pem`), privateKeyPem);
  writeFileSync(at("trust.json"), JSON.stringify(trust));
});

async function run(...args: string[]) {
  let out = "";
  let error = "";
  const streams = { out: (text: string) => (out += text), error: (text: string) => (error += text) };
  const code = await runCli(args, { ...streams, isInteractive: false });
  return { code, out, error };
}

async function publish(version: string, ...more: string[]) {
  writeFileSync(at(`${version}.tgz`), await sampleTarball(version));
  const papers = ["--key", at("publisher.pem"), "--publisher", "post", "--market", at("market")];
  return run("publish", at(`${version}.tgz`), ...papers, ...more);
}
const catalogue = (...more: string[]) =>
  run("catalogue", "--market", at("market"), "--key", at("market.pem"), "--trust", at("trust.json"), ...more);

function index(): MarketIndex {
  const read = readIndex(readFileSync(inMarket("index.json"), "utf8"), {
    trust: trustSchema.parse(trust),
    nowMs: Date.now(),
  });
  if ("refusal" in read) throw new Error(read.refusal.code);
  return read.index;
}

describe("plugboard catalogue", () => {
  test("tells on stderr how far it is, and on stdout nothing but the result", async () => {
    for (const version of ["1.0.0", "1.1.0"]) await publish(version);
    const { code, out, error } = await catalogue("--json");
    expect(code, error).toBe(0);
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({ entries: 2, refused: 0, sequence: 1, index: inMarket("index.json") });
    expect(error).toContain(`1/2 verifying ${NAME}/1.0.0.json`);
    expect(error).toContain(`2/2 verifying ${NAME}/1.1.0.json`);
    expect(error).toContain("writing the pages of 2 entries");
  });

  test("has each version's page name the others, and no other package's", async () => {
    for (const version of ["1.0.0", "1.1.0"]) await publish(version);
    await catalogue();
    const page = readFileSync(inMarket(`listings/${NAME}/1.0.0.html`), "utf8");
    expect(page).toContain(`${NAME}/1.1.0.html`);
    expect(page).not.toContain(`${NAME}/1.0.0.html`);
  });

  test("goes on from an index that has run out: its sequence, and the day each entry was first listed", async () => {
    await publish("1.0.0");
    await catalogue();
    const listedAt = new Date(Date.now() - 30 * DAY_MS).toISOString();
    const [entry] = index().entries;
    if (entry === undefined) throw new Error("nothing was listed");
    const old = {
      ...index(),
      sequence: 41,
      expiresAt: new Date(Date.now() - DAY_MS).toISOString(),
      entries: [{ ...entry, listedAt }],
    };
    writeFileSync(inMarket("index.json"), signPayload("index", old, market.privateKeyPem));
    expect(await catalogue()).toMatchObject({ code: 0 });
    expect(index()).toMatchObject({ sequence: 42, entries: [{ listedAt }] });
  });

  test("does not put its index in the place of somebody else's", async () => {
    await publish("1.0.0");
    await catalogue();
    const foreign = signPayload("index", index(), stranger.privateKeyPem);
    writeFileSync(inMarket("index.json"), foreign);
    expect(await catalogue()).toMatchObject({
      code: 1,
      error: expect.stringContaining("move this one away") as string,
    });
    expect(readFileSync(inMarket("index.json"), "utf8")).toBe(foreign);
  });

  test("leaves out what does not verify, and says why, with --json too", async () => {
    await publish("1.0.0");
    await publish("1.1.0");
    writeFileSync(inMarket(`tarballs/${NAME}/1.1.0.tgz`), "changed");
    const { code, out } = await catalogue("--json");
    expect(code).toBe(1);
    const [leftOut, result] = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(leftOut).toMatchObject({ leftOut: `${NAME}/1.1.0.json`, refusals: [{ code: "INTEGRITY_MISMATCH" }] });
    expect(result).toMatchObject({ entries: 1, refused: 1 });
    expect((await catalogue()).out).toContain(`left out ${NAME}/1.1.0.json: INTEGRITY_MISMATCH`);
  });

  test("leaves out what the market itself revoked, and the page of it, also where the trust file needs no list", async () => {
    for (const version of ["1.0.0", "1.1.0"]) await publish(version);
    await catalogue();
    const papers = ["--market", at("market"), "--trust", at("trust.json"), "--key", at("market.pem")];
    await run("revocations", ...papers, "--package", `${NAME}@1.0.0`, "--reason", "leaks addresses");
    expect(await catalogue()).toMatchObject({
      code: 1,
      out: expect.stringContaining(`left out ${NAME}/1.0.0.json: PACKAGE_REVOKED`) as string,
    });
    expect(index().entries.map(({ version }) => version)).toEqual(["1.1.0"]);
    expect(existsSync(inMarket(`listings/${NAME}/1.0.0.html`))).toBe(false);
    expect(existsSync(inMarket(`listings/${NAME}/1.1.0.html`))).toBe(true);
  });

  test("reads the list it is told of, or ends", async () => {
    await publish("1.0.0");
    expect(await catalogue("--revocations", at("none.json"))).toMatchObject({
      code: 3,
      error: expect.stringContaining("none.json cannot be read") as string,
    });
  });

  test("leaves out a listing whose tarball is not there, and goes on", async () => {
    for (const version of ["1.0.0", "1.1.0", "1.2.0"]) await publish(version);
    rmSync(inMarket(`tarballs/${NAME}/1.1.0.tgz`));
    const { code, out } = await catalogue();
    expect(code).toBe(1);
    expect(out).toContain(`left out ${NAME}/1.1.0.json: FILE_UNREADABLE (${inMarket(`tarballs/${NAME}/1.1.0.tgz`)}`);
    expect(
      index()
        .entries.map(({ version }) => version)
        .sort(),
    ).toEqual(["1.0.0", "1.2.0"]);
  });

  test("does not list what would not be found where the index says", async () => {
    await publish("1.0.0");
    for (const [folder, end] of [
      ["listings", "json"],
      ["tarballs", "tgz"],
    ] as const)
      renameSync(inMarket(`${folder}/${NAME}/1.0.0.${end}`), inMarket(`${folder}/${NAME}/other.${end}`));
    expect(await catalogue()).toMatchObject({
      code: 1,
      out: expect.stringContaining(`move the listing to listings/${NAME}/1.0.0.json`) as string,
    });
    expect(index().entries).toEqual([]);
  });
});

describe("plugboard publish --provenance", () => {
  const provenance = {
    predicateType: "https://slsa.dev/provenance/v1",
    sourceRepository: "https://git.example/post/provider",
    commit: "a".repeat(40),
    bundleSha256: "b".repeat(64),
  };

  test("records where npm says it was built: signed in the listing, shown on its page as recorded", async () => {
    writeFileSync(at("provenance.json"), JSON.stringify(provenance));
    expect(await publish("1.0.0", "--provenance", at("provenance.json"))).toMatchObject({ code: 0 });
    const { payload } = JSON.parse(readFileSync(inMarket(`listings/${NAME}/1.0.0.json`), "utf8")) as {
      payload: string;
    };
    expect(JSON.parse(Buffer.from(payload, "base64").toString("utf8"))).toMatchObject({ provenance });
    await catalogue();
    const page = readFileSync(inMarket(`listings/${NAME}/1.0.0.html`), "utf8");
    for (const shown of [provenance.sourceRepository, provenance.commit]) expect(page).toContain(shown);
  });

  test("takes none of another shape", async () => {
    writeFileSync(at("provenance.json"), JSON.stringify({ ...provenance, commit: "main" }));
    const { code, error } = await publish("1.0.0", "--provenance", at("provenance.json"));
    expect(code).toBe(3);
    expect(error).toContain("commit");
    expect(existsSync(inMarket("listings"))).toBe(false);
  });
});
