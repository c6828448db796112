import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Application, type DeclarationReflection } from "typedoc";
import { z } from "zod";
import { repositoryRoot } from "./repository-root.js";

const packageSchema = z.object({
  name: z.string(),
  exports: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])),
});

/** Every entry of every package by package and source file: what can be imported is what is documented. */
function publicEntries(): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const folder of readdirSync(join(repositoryRoot, "packages")).sort()) {
    const path = join(repositoryRoot, "packages", folder, "package.json");
    if (!existsSync(path)) continue;
    const { name, exports } = packageSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    for (const [subpath, target] of Object.entries(exports)) {
      const source = typeof target === "string" ? undefined : target["@plugboard/source"];
      // Commands have no exports.
      if (source === undefined || source.endsWith("/main.ts")) continue;
      entries.set(join(name, source), `${name}${subpath.slice(1)}`);
    }
  }
  return entries;
}

/** Writes the API reference as HTML into a folder; `--check` reads the API only, and fails when a comment names what is not there. */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: build-api.ts FOLDER | --check");
const isCheck = folder === "--check";
const entries = publicEntries();
const application = await Application.bootstrap({
  // Folders are called after their packages (test/packages.test.ts).
  entryPoints: [...entries.keys()].map((path) => join(repositoryRoot, path.replace("@plugboard/", "packages/"))),
  tsconfig: join(repositoryRoot, "tsconfig.docs.json"),
  name: "Plugboard API",
  readme: "none",
  disableGit: true,
  disableSources: true,
  skipErrorChecking: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  navigationLinks: { Plugboard: "../index.html" },
  validation: { notExported: false, invalidLink: isCheck, invalidPath: false, notDocumented: false },
  logLevel: "Warn",
});
const project = await application.convert();
if (project === undefined) throw new Error("the API could not be read");
for (const module of project.children ?? []) module.name = nameOf(module);
project.children?.sort((a, b) => (a.name < b.name ? -1 : 1));
if (isCheck) application.validate(project);
else await application.generateDocs(project, folder);
console.log(`${project.children?.length ?? 0} entries, ${application.logger.warningCount} warnings`);
if (application.logger.errorCount + (isCheck ? application.logger.warningCount : 0) > 0) process.exitCode = 1;

/** A module is called what one writes to import it. */
function nameOf(module: DeclarationReflection): string {
  const id = project?.getSymbolIdFromReflection(module);
  return (id === undefined ? undefined : entries.get(`${id.packageName}/${id.packagePath}`)) ?? module.name;
}
