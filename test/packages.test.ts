import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { satisfies } from "semver";
import { describe, expect, test } from "vitest";
import { packageManifestSchema, type PackageManifest } from "./architecture/package-manifest.js";
import { isPermissive } from "./packages/is-permissive.js";
import { keepsPin } from "./packages/keeps-pin.js";
import { lockfileSchema } from "./packages/lockfile.js";
import { PINNED_RANGES } from "./packages/pinned-ranges.js";
import { resolveInLockfile } from "./packages/resolve-in-lockfile.js";
import { runtimeTree } from "./packages/runtime-tree.js";

const root = join(import.meta.dirname, "..");
const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall", "prepare", "prepublish"];

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

function readManifest(folder: string): PackageManifest {
  return packageManifestSchema.parse(read(join(folder, "package.json")));
}

const folders = readdirSync(join(root, "packages"))
  .map((name) => `packages/${name}`)
  .filter((folder) => existsSync(join(root, folder, "package.json")));
const examples = existsSync(join(root, "examples"))
  ? readdirSync(join(root, "examples"))
      .map((name) => `examples/${name}`)
      .filter((folder) => existsSync(join(root, folder, "package.json")))
  : [];
const lockfile = lockfileSchema.parse(read("package-lock.json"));

describe.each(folders)("%s", (folder) => {
  const manifest = readManifest(folder);

  test("is named after its folder, in our scope, with what a registry shows", () => {
    expect(manifest.name).toBe(folder.replace("packages/", "@plugboard/"));
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(manifest.description).toBeTruthy();
    expect(manifest.private).toBe(false);
  });

  test("is MIT and carries the text", () => {
    expect(manifest.license).toBe("MIT");
    expect(readFileSync(join(root, folder, "LICENSE"), "utf8")).toBe(readFileSync(join(root, "LICENSE"), "utf8"));
  });

  test("has a README that starts with its name", () => {
    expect(readFileSync(join(root, folder, "README.md"), "utf8")).toMatch(new RegExp(`^# ${manifest.name}\n`));
  });

  test("is ESM for Node 20.19 and later, the first that can require() it", () => {
    expect(manifest.type).toBe("module");
    expect(manifest.engines).toEqual({ node: ">=20.19" });
  });

  test("publishes dist, README and LICENSE only", () => {
    expect([...manifest.files].sort()).toEqual(["LICENSE", "README.md", "dist"]);
  });

  test("exports each subpath by source for us, by types and file for everyone else", () => {
    const { "./package.json": self, ...subpaths } = manifest.exports;
    expect(self).toBe("./package.json");
    expect(Object.keys(subpaths).length).toBeGreaterThan(0);
    for (const [subpath, target] of Object.entries(subpaths)) {
      if (typeof target === "string") throw new Error(`exports["${subpath}"] has no conditions`);
      expect(Object.keys(target), subpath).toEqual(["@plugboard/source", "types", "default"]);
      const built = target["@plugboard/source"]?.replace(/^\.\/src\//, "./dist/").replace(/\.ts$/, "");
      expect(target, subpath).toMatchObject({ types: `${built}.d.ts`, default: `${built}.js` });
      expect(existsSync(join(root, folder, target["@plugboard/source"] ?? "")), `${subpath} source`).toBe(true);
    }
  });

  test("runs nothing when it is installed, and brings nothing that does", () => {
    expect(Object.keys(manifest.scripts).filter((name) => INSTALL_SCRIPTS.includes(name))).toEqual([]);
    expect(runtimeTree(lockfile, folder).filter((path) => lockfile.packages[path]?.hasInstallScript)).toEqual([]);
  });

  test("brings only dependencies that a host may ship", () => {
    const unfit = runtimeTree(lockfile, folder)
      .map((path) => ({ path, licence: lockfile.packages[path]?.license ?? "none stated" }))
      .filter(({ licence }) => !isPermissive(licence));
    expect(unfit).toEqual([]);
  });

  test("takes core from its host, so that there is one", () => {
    const core = readManifest("packages/core");
    const range = manifest.peerDependencies["@plugboard/core"];
    if (manifest.name === core.name) expect(range).toBeUndefined();
    else {
      expect(range).toMatch(/^\^\d+\.\d+\.\d+$/);
      // A release of core that only adds leaves the others as they are: their range holds it.
      expect(satisfies(core.version ?? "", range ?? ""), `${range} holds ${core.version}`).toBe(true);
    }
  });

  test("depends at run time on no other package of this repository", () => {
    expect(Object.keys(manifest.dependencies).filter((name) => name.startsWith("@plugboard/"))).toEqual([]);
  });
});

describe("versions", () => {
  const declared = [".", ...folders, ...examples].flatMap((folder) => {
    const { dependencies, devDependencies, optionalDependencies } = readManifest(folder);
    return Object.entries({ ...devDependencies, ...optionalDependencies, ...dependencies }).map(([name, range]) => ({
      folder,
      name,
      range,
    }));
  });

  test("stay within the pins of the design", () => {
    const loose = declared.filter(({ name, range }) => {
      const pin = PINNED_RANGES[name];
      return pin !== undefined && !keepsPin(range, pin);
    });
    expect(loose).toEqual([]);
  });

  test("are asked for by range, never by tag, address or wildcard", () => {
    expect(declared.filter(({ range }) => !/^[\^~]?\d+\.\d+\.\d+/.test(range))).toEqual([]);
  });

  test("are locked for every platform, without which npm ci refuses the lockfile", () => {
    const missing = Object.entries(lockfile.packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => resolveInLockfile(lockfile, path, name) === undefined)
        .map((name) => `${name}, of ${path}`),
    );
    expect(missing).toEqual([]);
  });

  test("exist once for what must be one in a process", () => {
    for (const name of ["zod", "tsyringe", "reflect-metadata", "undici"]) {
      const copies = Object.keys(lockfile.packages).filter((path) => path.endsWith(`node_modules/${name}`));
      expect(copies, name).toEqual([`node_modules/${name}`]);
    }
  });
});

describe("the checks", () => {
  test.each([
    ["^7.30.0", "^7.30", true],
    ["^7.31.2", "^7.30", true],
    ["^7.29.9", "^7.30", false],
    ["^8.0.0", "^7.30", false],
    [">=7.30.0", "^7.30", false],
    ["2.1.0", "2.1.0", true],
    ["^2.1.0", "2.1.0", false],
    ["2.1.1", "2.1.0", false],
    ["0.28.4", "0.28", true],
    ["~5.9.3", "~5.9.3", true],
    ["~5.10.0", "~5.9.3", false],
    ["*", "^4", false],
  ])("%s within %s: %s", (range, pin, kept) => {
    expect(keepsPin(range, pin)).toBe(kept);
  });

  test.each([
    ["MIT", true],
    ["(MIT OR EUPL-1.1+)", true],
    ["MIT AND GPL-3.0", false],
    ["GPL-3.0-only", false],
    ["none stated", false],
  ])("licence %s is permissive: %s", (licence, permissive) => {
    expect(isPermissive(licence)).toBe(permissive);
  });

  test("the runtime tree follows nested copies and optional dependencies, and finds the install script in them", () => {
    const sample = lockfileSchema.parse({
      packages: {
        "packages/a": { dependencies: { b: "1" } },
        "node_modules/b": { dependencies: { c: "1" }, optionalDependencies: { d: "1", absent: "1" } },
        "node_modules/c": {},
        "node_modules/b/node_modules/c": { hasInstallScript: true },
        "node_modules/d": {},
        "node_modules/unrelated": { hasInstallScript: true },
      },
    });
    expect(runtimeTree(sample, "packages/a")).toEqual([
      "node_modules/b",
      "node_modules/b/node_modules/c",
      "node_modules/d",
    ]);
  });
});
