import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { repositoryRoot } from "./repository-root.js";
import type { SourceFiles } from "./source-files.js";

/** The error classes of the published packages by code, read from their declarations. @throws {Error} a class decides for itself whether it is retryable. */
export function errorClasses(files: SourceFiles): ReadonlyMap<string, string> {
  const classes = new Map<string, string>();
  for (const path of errorFiles())
    for (const statement of files.tree(path).statements)
      if (ts.isClassDeclaration(statement) && statement.name !== undefined)
        for (const code of codesOf(statement, files.tree(path))) {
          if (memberOf(statement, "retryable") !== undefined)
            throw new Error(`${path} says whether ${code} is retryable: core's catalog does`);
          classes.set(code, statement.name.text);
        }
  return classes;
}

function errorFiles(): readonly string[] {
  return readdirSync(join(repositoryRoot, "packages")).flatMap((name) => {
    const folder = join("packages", name, "src");
    const paths = readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: "utf8" });
    return paths.filter((path) => path.endsWith("-error.ts")).map((path) => join(folder, path));
  });
}

/** The codes of a class' property `code`: its value, or the members of the type it is declared with. */
function codesOf(declared: ts.ClassDeclaration, tree: ts.SourceFile): readonly string[] {
  if (!isOfCore(declared)) return [];
  const property = memberOf(declared, "code");
  if (property === undefined) return [];
  if (property.initializer !== undefined && ts.isStringLiteral(property.initializer))
    return [property.initializer.text];
  const { type } = property;
  if (type === undefined || !ts.isTypeReferenceNode(type)) return [];
  const alias = tree.statements.find(
    (one): one is ts.TypeAliasDeclaration =>
      ts.isTypeAliasDeclaration(one) && one.name.text === type.typeName.getText(tree),
  );
  return alias === undefined ? [] : stringsIn(alias.type);
}

/** Errors of a package that stand outside the catalog (a parser's own) are described beside that package. */
function isOfCore(declared: ts.ClassDeclaration): boolean {
  const parent = declared.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  return parent !== undefined && parent.expression.getText() !== "Error";
}

function memberOf(declared: ts.ClassDeclaration, name: string): ts.PropertyDeclaration | undefined {
  return declared.members.find(
    (one): one is ts.PropertyDeclaration => ts.isPropertyDeclaration(one) && one.name.getText() === name,
  );
}

function stringsIn(node: ts.Node): readonly string[] {
  if (ts.isStringLiteral(node)) return [node.text];
  const found: string[] = [];
  ts.forEachChild(node, (child) => void found.push(...stringsIn(child)));
  return found;
}
