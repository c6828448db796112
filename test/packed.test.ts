import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageManifestSchema } from "./architecture/package-manifest.js";
import { expectedFiles } from "./packed/expected-files.js";
import { installPacked } from "./packed/install-packed.js";
import { pack, type PackedPackage } from "./packed/pack.js";
import { run } from "./packed/run.js";

const packages = join(import.meta.dirname, "../packages");
const names = readdirSync(packages);
/** The testkit is left out: its peers are vitest and msw, which a host never has. */
const installed = ["core", "store-sqlite", "provider-email"];

const packed = new Map<string, PackedPackage>();
let workbench: string;

beforeAll(async () => {
  workbench = await mkdtemp(join(tmpdir(), "plugboard-packed-"));
  for (const name of names) packed.set(name, await pack(join(packages, name), join(workbench, name)));
}, 120_000);

afterAll(async () => {
  await rm(workbench, { recursive: true, force: true });
});

test.each(names)("%s publishes its entries, its workers and nothing else", (name) => {
  const folder = join(packages, name);
  const manifest = packageManifestSchema.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  const files = packed.get(name)?.files ?? [];
  // esbuild calls what entries share "chunk", and what is loaded by import() as its file.
  expect(files.filter((path) => !/^dist\/[a-z-]+-[A-Z0-9]{8}\.js$/.test(path))).toEqual(
    expectedFiles(folder, manifest),
  );
});

test.each(["core", "provider-webform"])(
  "%s built again, elsewhere, is packed to the same bytes",
  async (name) => {
    const again = await pack(join(packages, name), join(workbench, "again", name));
    const [bytes, others] = [again.path, packed.get(name)?.path ?? ""].map((path) => readFileSync(path));
    expect(bytes?.byteLength).toBeGreaterThan(1_000);
    expect(others && bytes?.equals(others)).toBe(true);
  },
  60_000,
);

describe("installed from its tarballs into an empty folder", () => {
  let host: string;
  let unreachable: string | undefined;

  beforeAll(async () => {
    host = join(workbench, "host");
    unreachable = await installPacked(
      host,
      installed.map((name) => packed.get(name)?.path ?? ""),
    );
    await cp(join(import.meta.dirname, "packed/host"), host, { recursive: true });
  }, 180_000);

  test("every entry can be imported and required", async (context) => {
    context.skip(unreachable !== undefined, unreachable);
    const specifiers = installed.flatMap((name) => {
      const manifest = packageManifestSchema.parse(
        JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8")),
      );
      return Object.keys(manifest.exports)
        .filter((subpath) => subpath !== "./package.json")
        .map((subpath) => manifest.name + subpath.slice(1));
    });
    const load = (how: string): string => specifiers.map((name) => `${how}(${JSON.stringify(name)})`).join(", ");
    await writeFile(
      join(host, "load.mjs"),
      `const all = await Promise.all([${load("import")}]); console.log(all.length);`,
    );
    await writeFile(join(host, "load.cjs"), `const all = [${load("require")}]; console.log(all.length);`);
    expect((await run(process.execPath, ["load.mjs"], host)).trim()).toBe(String(specifiers.length));
    expect((await run(process.execPath, ["load.cjs"], host)).trim()).toBe(String(specifiers.length));
  });

  test("sends a message through the SQLite store to a mail server", async (context) => {
    context.skip(unreachable !== undefined, unreachable);
    const line = (await run(process.execPath, ["send.mjs"], host)).trim().split("\n").at(-1) ?? "";
    expect(JSON.parse(line)).toEqual({ state: "received", unchanged: true });
  }, 60_000);
});
