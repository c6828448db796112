import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSigningKey, readTarball, writeFiles } from "@plugboard/marketplace";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { sampleConnector } from "../__fixtures__/sample-connector.js";
import { runCli } from "../shell/run-cli.js";

const room = mkdtempSync(join(tmpdir(), "plugboard-pack-"));
afterAll(() => rmSync(room, { recursive: true, force: true }));
const folder = join(room, "package");
const packedSchema = z.object({ tarball: z.string(), integrity: z.string(), files: z.array(z.string()) });

async function pack(...argv: string[]) {
  let out = "";
  let error = "";
  const code = await runCli(["pack", folder, ...argv, "--json"], {
    out: (text) => (out += text),
    error: (text) => (error += text),
    isInteractive: false,
  });
  return { code, out, error };
}

describe("a package that does not say which files are published", () => {
  beforeAll(async () => {
    const code = `export const postSms = { specificationVersion: "v1", manifest: ${JSON.stringify(sampleConnector.manifest())}, open() {} };\n`;
    await writeFiles(sampleConnector.files({ "dist/index.js": code }), folder);
  });

  test("is packed without the tarballs that were packed before", async () => {
    const first = packedSchema.parse(JSON.parse((await pack()).out));
    writeFileSync(join(folder, "post-provider-post-sms-1.1.0.tgz"), "of the version before");
    const inside = join(folder, "dist/own.tgz");
    for (const argv of [[], ["--out", inside], ["--out", inside]]) {
      const again = packedSchema.parse(JSON.parse((await pack(...argv)).out));
      expect([again.integrity, again.files]).toEqual([first.integrity, first.files]);
      expect([...(await readTarball(readFileSync(again.tarball))).keys()].sort()).toEqual(again.files);
    }
    rmSync(inside);
  });

  test("is not packed with a private key in it", async () => {
    const key = join(folder, "publisher.pem");
    writeFileSync(key, createSigningKey({ fromMs: 0, untilMs: 1 }).privateKeyPem);
    const tarball = join(room, "leaked.tgz");
    const { code, error } = await pack("--out", tarball);
    expect(code).toBe(1);
    expect(JSON.parse(error.trim().split("\n").at(-1) ?? "")).toMatchObject({
      error: "publisher.pem is a private key, and would be published",
      remedy: expect.stringContaining("`files`") as string,
    });
    expect(() => readFileSync(tarball)).toThrow();
    rmSync(key);
    expect((await pack("--out", tarball)).code).toBe(0);
  });
});
