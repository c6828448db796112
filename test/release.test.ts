import { readFileSync, readdirSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inc } from "semver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { manifestVersions } from "../scripts/release/manifest-versions.js";
import { publishLevels } from "../scripts/release/publish-levels.js";
import { readPublishedPackages } from "../scripts/release/read-published-packages.js";
import { pack } from "./packed/pack.js";
import { pendingChangesets } from "./release/pending-changesets.js";
import { planOf } from "./release/plan-of.js";
import { readWorkflow } from "./release/read-workflow.js";

const root = join(import.meta.dirname, "..");
const packages = readPublishedPackages(root);
const named = new Set(packages.flatMap(({ peerDependencies }) => Object.keys(peerDependencies)));
let workbench: string;

beforeAll(async () => {
  workbench = await mkdtemp(join(tmpdir(), "plugboard-release-"));
});
afterAll(() => rm(workbench, { recursive: true, force: true }));

describe("the manifests of our providers", () => {
  const providers = packages
    .filter(({ name }) => name.includes("/provider-"))
    .map(({ folder, version }) => ({ folder, version, manifests: manifestVersions(root, folder) }))
    .filter(({ manifests }) => manifests.length > 0);

  test("are found in every package that has some", () => {
    expect(providers.map(({ folder, manifests }) => `${folder} ${manifests.length}`)).toEqual([
      ...["packages/provider-email 1", "packages/provider-http 3", "packages/provider-livechat 1"],
      ...[
        "packages/provider-telephony 4",
        "packages/provider-testkit 1",
        "packages/provider-webform 1",
        "packages/provider-whatsapp 4",
      ],
    ]);
  });

  test.each(providers)("say the version of their package: $folder (else: npm run release:version)", (provider) => {
    for (const { path, version } of provider.manifests)
      expect({ path, version }).toEqual({ path, version: provider.version });
  });

  test("get a new one, and nothing else of the file changes", () => {
    for (const { path, version, withVersion } of providers.flatMap(({ manifests }) => manifests)) {
      const before = readFileSync(join(root, path), "utf8");
      expect(withVersion("9.8.7")).toContain('version: "9.8.7",');
      expect(withVersion("9.8.7").replace('version: "9.8.7",', `version: "${version}",`)).toBe(before);
    }
  });
});

describe("the order of publishing", () => {
  test("puts each package after those it needs", () => {
    const levels = publishLevels(packages);
    const levelOf = new Map(levels.flatMap((level, index) => level.map(({ name }) => [name, index] as const)));
    expect([...levelOf.keys()].sort()).toEqual(packages.map(({ name }) => name).sort());
    for (const { name, dependencies, peerDependencies } of packages)
      for (const needed of Object.keys({ ...dependencies, ...peerDependencies }))
        expect(levelOf.get(needed) ?? -1, `${needed} before ${name}`).toBeLessThan(levelOf.get(name) ?? -1);
  });

  test("is refused to packages that need each other in a circle, by name", () => {
    const one = { version: "1.0.0", private: false, exports: {}, bin: {}, dependencies: {}, folder: "" };
    const circle = [
      { ...one, name: "a", peerDependencies: { b: "1" } },
      { ...one, name: "b", peerDependencies: { a: "1" } },
    ];
    expect(() => publishLevels(circle)).toThrow("a, b");
  });
});

describe("versions", () => {
  test("of core that only add release core alone", async () => {
    const plan = await planOf(root, join(workbench, "patch"), { "@plugboard/core": "patch" });
    expect(plan).toEqual({ "@plugboard/core": inc(versionOf("@plugboard/core"), "patch") });
  }, 30_000);

  test("of core that others must follow are a major of all that name it, at once", async () => {
    const plan = await planOf(root, join(workbench, "major"), { "@plugboard/core": "major" });
    expect(plan).toEqual(Object.fromEntries(packages.map(({ name, version }) => [name, inc(version, "major")])));
  }, 30_000);

  test("before 1.0 of a package that others name never move by a minor, which would make 1.0.0 of those others", () => {
    const unfit = pendingChangesets(root).flatMap(({ file, releases }) =>
      Object.entries(releases)
        .filter(([name, step]) => step === "minor" && named.has(name) && versionOf(name).startsWith("0."))
        .map(([name]) => `${file}: ${name}`),
    );
    expect(unfit).toEqual([]);
  });

  test("are asked for of published packages only", () => {
    const names = new Set(packages.map(({ name }) => name));
    const strangers = pendingChangesets(root).flatMap(({ releases }) =>
      Object.keys(releases).filter((name) => !names.has(name)),
    );
    expect(strangers).toEqual([]);
  });
});

function versionOf(name: string): string {
  return packages.find((one) => one.name === name)?.version ?? "";
}

describe("tarballs", () => {
  test("are the same to the byte, whenever, wherever and by whomever they are built and packed", async () => {
    const [first, second] = [join(workbench, "first"), join(workbench, "second")];
    const here = await pack(join(root, "packages/marketplace"), first);
    // Another checkout, on another day, where files have other rights.
    const copy = join(workbench, "elsewhere/packages/marketplace");
    await mkdir(copy, { recursive: true });
    await cp(join(root, "packages/marketplace"), copy, { recursive: true });
    await chmod(join(copy, "README.md"), 0o600);
    await cp(join(root, "scripts"), join(workbench, "elsewhere/scripts"), { recursive: true });
    await cp(join(root, "tsconfig.base.json"), join(workbench, "elsewhere/tsconfig.base.json"));
    await cp(join(root, "tsconfig.json"), join(workbench, "elsewhere/tsconfig.json"));
    await symlink(join(root, "node_modules"), join(workbench, "elsewhere/node_modules"));
    const there = await pack(copy, second);
    expect(readFileSync(there.path).equals(readFileSync(here.path))).toBe(true);
  }, 60_000);
});

describe("workflows", () => {
  const names = readdirSync(join(root, ".github/workflows"));

  test.each(names)("%s names every action by its commit, with its version beside it", (name) => {
    const { text } = readWorkflow(root, name);
    const uses = [...text.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, value]) => value ?? "");
    const foreign = uses.filter((value) => !value.startsWith("./"));
    expect(uses.length).toBeGreaterThan(0);
    expect(foreign.filter((value) => !/^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(value))).toEqual([]);
  });

  test.each(names)("%s gives no job more than it says, and keeps no credential of the checkout", (name) => {
    const { workflow } = readWorkflow(root, name);
    expect(workflow.permissions).toEqual({});
    for (const [job, { permissions, steps }] of Object.entries(workflow.jobs)) {
      const isPublishing = name === "release.yml" && job === "publish";
      expect(permissions, job).toEqual({ contents: "read", ...(isPublishing ? { "id-token": "write" } : {}) });
      for (const step of steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")))
        expect(step.with["persist-credentials"], job).toBe(false);
    }
  });

  test("a release passes the gate first, and is published where nothing of others runs", () => {
    const { jobs } = readWorkflow(root, "release.yml").workflow;
    expect(jobs["gate"]?.uses).toBe("./.github/workflows/ci.yml");
    expect([jobs["pack"]?.needs, jobs["publish"]?.needs]).toEqual(["gate", "pack"]);
    expect(jobs["publish"]?.environment).toBe("release");
    const commands = jobs["publish"]?.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
    expect(commands).toEqual(["node scripts/release/publish.mjs --from release --provenance"]);
    const script = readFileSync(join(root, "scripts/release/publish.mjs"), "utf8");
    const imported = [...script.matchAll(/^import .* from "(.+)";$/gm)].map(([, specifier]) => specifier);
    expect(imported.filter((specifier) => !specifier?.startsWith("node:"))).toEqual([]);
  });

  test("the gate is the one that everybody runs", () => {
    const { jobs } = readWorkflow(root, "ci.yml").workflow;
    expect(jobs["gate"]?.steps.map(({ run }) => run)).toContain(".ci/run");
  });
});
