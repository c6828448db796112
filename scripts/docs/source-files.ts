import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";
import { repositoryRoot } from "./repository-root.js";

/** Source files as syntax trees, each read once. Paths are relative to the repository. */
export class SourceFiles {
  private readonly trees = new Map<string, ts.SourceFile>();

  tree(path: string): ts.SourceFile {
    const known = this.trees.get(path);
    if (known !== undefined) return known;
    const text = readFileSync(join(repositoryRoot, path), "utf8");
    const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    this.trees.set(path, tree);
    return tree;
  }

  /** The file a relative import of `from` names, or nothing for a package. */
  resolve(from: string, specifier: string): string | undefined {
    if (!specifier.startsWith(".")) return undefined;
    const path = normalize(join(dirname(from), specifier)).replace(/\.js$/, ".ts");
    return existsSync(join(repositoryRoot, path)) ? path : undefined;
  }

  /** Relative imports and re-exports of a file. */
  importsOf(path: string): readonly string[] {
    return this.tree(path).statements.flatMap((statement) => {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
      const { moduleSpecifier } = statement;
      if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
      return this.resolve(path, moduleSpecifier.text) ?? [];
    });
  }

  /** A file and everything it reaches by relative imports, sorted. */
  reachableFrom(entry: string): readonly string[] {
    const reached = new Set([entry]);
    for (const path of reached) for (const next of this.importsOf(path)) reached.add(next);
    return [...reached].sort();
  }

  /** Where a name of a file is declared: its initializer and the file, through imports and re-exports. */
  findConst(path: string, name: string): { readonly value: ts.Expression; readonly path: string } | undefined {
    for (const statement of this.tree(path).statements) {
      if (ts.isVariableStatement(statement)) {
        for (const { name: declared, initializer } of statement.declarationList.declarations)
          if (ts.isIdentifier(declared) && declared.text === name && initializer !== undefined)
            return { value: initializer, path };
      }
      const next = this.importOf(statement, path, name);
      if (next !== undefined) return this.findConst(next.path, next.name);
    }
    return undefined;
  }

  private importOf(statement: ts.Statement, path: string, name: string) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return undefined;
    const { moduleSpecifier } = statement;
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : statement.exportClause;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier) || bindings === undefined)
      return undefined;
    if (!ts.isNamedImports(bindings) && !ts.isNamedExports(bindings)) return undefined;
    const target = this.resolve(path, moduleSpecifier.text);
    const elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[] = bindings.elements;
    const element = elements.find((one) => one.name.text === name);
    if (target === undefined || element === undefined) return undefined;
    return { path: target, name: (element.propertyName ?? element.name).text };
  }
}
