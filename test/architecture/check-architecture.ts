import { builtinModules } from "node:module";
import ts from "typescript";
import { FILE_RULES } from "./file-rules.js";
import { IMPORT_RULES } from "./import-rules.js";
import { importsOf } from "./imports-of.js";
import type { PackageManifest } from "./package-manifest.js";
import { placeOf } from "./place.js";
import type { SourceFile } from "./source-file.js";
import { SYNTAX_RULES } from "./syntax-rules.js";
import type { Violation } from "./violation.js";

const BUILTINS = new Set(
  builtinModules.filter((name) => !name.startsWith("_")).map((name) => name.split("/")[0] ?? name),
);

/** The names of all rules, in the order they are checked. */
export const RULE_NAMES: readonly string[] = [IMPORT_RULES, SYNTAX_RULES, FILE_RULES].flatMap((rules) =>
  Object.keys(rules),
);

/**
 * Holds every file against DESIGN.md's "Who may import whom" and STYLE.md's rules on files.
 *
 * @param files - any files, real or made up; what they import need not be among them.
 * @param manifests - package.json of this repository's packages by package name.
 */
export function checkArchitecture(
  files: readonly SourceFile[],
  manifests: ReadonlyMap<string, PackageManifest>,
): Violation[] {
  return files.flatMap((file) => {
    const place = placeOf(file.path);
    const found: Violation[] = [];
    const report = (rule: string, message: string | undefined): void => {
      if (message !== undefined && message !== "") found.push({ rule, path: file.path, found: message });
    };
    for (const [name, rule] of Object.entries(FILE_RULES)) report(name, rule(file, place));
    for (const imported of importsOf(file, BUILTINS)) {
      for (const [name, rule] of Object.entries(IMPORT_RULES)) {
        report(name, rule({ path: file.path, place, imported, manifests }));
      }
    }
    visit(ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true), (node) => {
      for (const [name, rule] of Object.entries(SYNTAX_RULES)) report(name, rule(node, place, file.path));
    });
    return found;
  });
}

function visit(node: ts.Node, each: (node: ts.Node) => void): void {
  each(node);
  ts.forEachChild(node, (child) => {
    visit(child, each);
  });
}
