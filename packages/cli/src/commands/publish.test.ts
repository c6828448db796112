import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSigningKey, packTarball } from "@plugboard/marketplace";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sampleConnector } from "../__fixtures__/sample-connector.js";
import { runCli } from "../shell/run-cli.js";

const room = mkdtempSync(join(tmpdir(), "plugboard-publish-"));
afterAll(() => rmSync(room, { recursive: true, force: true }));
const path = (name: string): string => join(room, name);
const tarball = path("market/tarballs/@post/provider-post-sms/1.2.0.tgz");
const listing = path("market/listings/@post/provider-post-sms/1.2.0.json");

beforeAll(async () => {
  writeFileSync(path("publisher.pem"), createSigningKey({ fromMs: 0, untilMs: Date.now() + 1e9 }).privateKeyPem);
  writeFileSync(path("first.tgz"), await packTarball(sampleConnector.files()));
  writeFileSync(path("other.tgz"), await packTarball(sampleConnector.files({ "dist/more.js": "export {};\n" })));
});

async function publish(file: string) {
  let error = "";
  const argv = [
    "publish",
    path(file),
    "--key",
    path("publisher.pem"),
    "--publisher",
    "acme",
    "--market",
    path("market"),
  ];
  const streams = { out: () => undefined, error: (text: string) => (error += text), isInteractive: false };
  return { code: await runCli(argv, streams), error };
}

test("a version that is published keeps its bytes: hosts verified those", async () => {
  expect((await publish("first.tgz")).code).toBe(0);
  const before = [readFileSync(tarball), readFileSync(listing)];
  const refused = await publish("other.tgz");
  expect(refused).toMatchObject({ code: 1, error: expect.stringContaining("holds other bytes") as string });
  expect(refused.error).toContain("raise the version");
  expect([readFileSync(tarball), readFileSync(listing)]).toEqual(before);
});

test("the same bytes take a new entry, and are not written again", async () => {
  await publish("first.tgz");
  const { mtimeNs } = statSync(tarball, { bigint: true });
  rmSync(listing);
  expect((await publish("first.tgz")).code).toBe(0);
  expect([statSync(tarball, { bigint: true }).mtimeNs, statSync(listing).isFile()]).toEqual([mtimeNs, true]);
});

test("nobody finds an entry without its bytes: where they cannot be written, there is none", async () => {
  rmSync(path("market"), { recursive: true });
  // A folder stands where the tarball is made.
  mkdirSync(`${tarball}.new`, { recursive: true });
  expect((await publish("first.tgz")).code).not.toBe(0);
  expect([existsSync(tarball), existsSync(listing)]).toEqual([false, false]);
});
