import { posix } from "node:path";
import { preProcessFile } from "typescript";
import type { SourceFile } from "./source-file.js";

/** One import, export-from, dynamic import or require of a literal name. */
export interface ImportedName {
  /** As written: `"./clock.js"`, `"node:net"`, `"@plugboard/core/spec"`. */
  readonly specifier: string;
  /** The npm package (`"@plugboard/core"`, `"zod"`), or undefined for relative and built-in modules. */
  readonly packageName: string | undefined;
  /** The built-in module without its prefix (`"net"`), whether or not it was written. */
  readonly builtin: string | undefined;
  /** Repository path that a relative name points to; undefined for the rest. */
  readonly target: string | undefined;
  /** `import type`: gone after compilation. `import { type X }` is not. */
  readonly isTypeOnly: boolean;
}

export function importsOf(file: SourceFile, builtins: ReadonlySet<string>): ImportedName[] {
  return preProcessFile(file.text, true, true).importedFiles.map(({ fileName: specifier, pos }) => {
    const isTypeOnly = /^(im|ex)port\s+type\b/.test(file.text.slice(statementStart(file.text, pos), pos));
    if (specifier.startsWith(".")) {
      const target = posix.normalize(posix.join(posix.dirname(file.path), specifier));
      return { specifier, packageName: undefined, builtin: undefined, target, isTypeOnly };
    }
    const bare = specifier.replace(/^node:/, "");
    const root = bare.split("/")[0];
    if (specifier.startsWith("node:") || (root !== undefined && builtins.has(root))) {
      return { specifier, packageName: undefined, builtin: bare, target: undefined, isTypeOnly };
    }
    const packageName = bare.split("/", bare.startsWith("@") ? 2 : 1).join("/");
    return { specifier, packageName, builtin: undefined, target: undefined, isTypeOnly };
  });
}

/** preProcessFile tells where the name stands, not in which statement. */
function statementStart(text: string, nameAt: number): number {
  return Math.max(text.lastIndexOf("import", nameAt), text.lastIndexOf("export", nameAt), 0);
}
