import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packTarball, writeFiles } from "@plugboard/marketplace";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleConnector } from "../__fixtures__/sample-connector.js";
import { runCli } from "../shell/run-cli.js";

const room = mkdtempSync(join(tmpdir(), "plugboard-versions-"));
afterAll(() => rmSync(room, { recursive: true, force: true }));
const manifest = sampleConnector.manifest();
const note = `note: ${manifest.id} says version ${manifest.version}, its package 7.0.0. To do: write 7.0.0 into its manifest`;

async function run(...argv: string[]) {
  let out = "";
  const code = await runCli(argv, { out: (text) => (out += text), error: () => undefined, isInteractive: false });
  return { code, out };
}

/** A package whose code is what its manifest file says, at a version of its package.json. */
const filesAt = (version: string) =>
  sampleConnector.files({
    "package.json": sampleConnector.packageJson({ version }),
    "dist/index.js": `export const postSms = { specificationVersion: "v1", manifest: ${JSON.stringify(manifest)}, open() {} };\n`,
  });

describe("a package whose manifest is of another version than its package.json", () => {
  const [same, other] = [join(room, "same"), join(room, "other")];
  beforeAll(async () => {
    mkdirSync(room, { recursive: true });
    await writeFiles(filesAt(manifest.version), same);
    await writeFiles(filesAt("7.0.0"), other);
  });

  test("is packed, and the author is told what to write where", async () => {
    const out = join(room, "other.tgz");
    const packed = await run("pack", other, "--out", out);
    expect(packed.code).toBe(0);
    expect(packed.out).toContain(note);
    const json = await run("pack", other, "--out", out, "--json");
    expect(JSON.parse(json.out)).toMatchObject({
      otherVersions: [{ provider: manifest.id, version: manifest.version }],
    });
    expect(readFileSync(out).byteLength).toBeGreaterThan(0);
  });

  test("is told by diff, of a tarball as of a folder", async () => {
    const tarball = join(room, "diffed.tgz");
    writeFileSync(tarball, await packTarball(filesAt("7.0.0")));
    for (const next of [other, tarball]) expect((await run("diff", same, next)).out).toContain(note);
    expect(JSON.parse((await run("diff", same, other, "--json")).out)).toMatchObject({
      wider: false,
      otherVersions: [{ provider: manifest.id, version: manifest.version }],
    });
  });

  test("is not told where both say the same", async () => {
    for (const argv of [
      ["pack", same, "--out", join(room, "same.tgz")],
      ["diff", other, same],
    ])
      expect((await run(...argv)).out).not.toContain("note:");
  });
});
