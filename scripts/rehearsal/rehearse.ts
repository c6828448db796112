import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packPackages } from "../release/pack-packages.js";
import { readPublishedPackages } from "../release/read-published-packages.js";
import { findNodes } from "./find-nodes.js";
import { followGuides } from "./follow-guides.js";
import { installFrom } from "./install-from.js";
import { loadEntries } from "./load-entries.js";
import { publishTo } from "./publish-to.js";
import { runHost } from "./run-host.js";
import { startRegistry } from "./start-registry.js";
import type { StepReport } from "./step-report.js";

export interface Rehearsal {
  /** The repository, built. */
  readonly root: string;
  /** An empty folder to work in. */
  readonly folder: string;
  /** Executables to run under; empty for one of each line. */
  readonly nodes: readonly string[];
  readonly report: StepReport;
  /** Called before what takes seconds. */
  readonly progress: (line: string) => void;
}

/**
 * A release as it will be, against a registry on loopback: packed twice to the same bytes, published in order by the release's own script, and
 * again to show that a run may be repeated, installed into clean folders, run, and used as the written guides say.
 *
 * @returns how much there was of each.
 */
export async function rehearse({ root, folder, nodes: named, report, progress }: Rehearsal): Promise<object> {
  const packages = readPublishedPackages(root);
  progress(`packing ${packages.length} packages, twice`);
  const [packed, again] = await Promise.all([
    packPackages(root, join(folder, "release")),
    packPackages(root, join(folder, "again")),
  ]);
  const different = packed.filter((one, index) => one.integrity !== again[index]?.integrity).map(({ name }) => name);
  report.tell({ step: "pack", ok: different.length === 0, packages: packed.length, different });

  const registryFolder = join(folder, "registry");
  mkdirSync(registryFolder);
  const registry = await startRegistry(registryFolder);
  progress(`a registry on ${registry.url} (process ${registry.pid ?? 0})`);
  try {
    const published = await publishTo(registry.url, join(folder, "release"));
    for (const one of published) report.tell({ step: "publish", ok: one.published, ...one });
    if (report.failed > 0) return { packages: packages.length };
    const repeated = await publishTo(registry.url, join(folder, "release"));
    const unmoved = repeated.every((one) => !one.published && one.same);
    report.tell({ step: "publish-again", ok: unmoved, published: repeated.filter((one) => one.published).length });

    progress("installing from it into two clean folders");
    const example = join(root, "examples/minimal-host");
    const host = join(folder, "host");
    const manifest = z.looseObject({}).parse(JSON.parse(readFileSync(join(example, "package.json"), "utf8")));
    const everything = join(folder, "everything");
    const dependencies = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
    const clean = { name: "everything", private: true, dependencies };
    const install = async (name: string, where: string, what: object): Promise<void> => {
      const unfit = await installFrom(where, what, registry.url);
      report.tell({ step: "install", ok: unfit.length === 0, folder: name, unfit });
    };
    const [nodes] = await Promise.all([
      findNodes(named, folder),
      install("minimal-host", host, manifest).then(() => install("every package", everything, clean)),
    ]);
    for (const file of ["main.mjs", "main.cjs", "mail-server.cjs"]) cpSync(join(example, file), join(host, file));

    for (const node of nodes) {
      progress(`running under Node ${node.version}`);
      const runs = [runHost(node, host, "main.mjs"), runHost(node, host, "main.cjs")];
      for (const one of await Promise.all(runs)) report.tell(one);
      const loads = [
        loadEntries(node, everything, packages, "import"),
        loadEntries(node, everything, packages, "require"),
      ];
      for (const one of await Promise.all(loads)) report.tell(one);
    }
    progress("following the written guides, command by command");
    const guided = join(folder, "guided");
    mkdirSync(guided);
    for (const one of await followGuides(root, guided, registry.url)) report.tell(one);
    return { packages: packages.length, nodes: nodes.map(({ version }) => version) };
  } finally {
    await registry.stop();
  }
}
