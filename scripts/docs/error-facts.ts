import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { repositoryRoot } from "./repository-root.js";
import type { SourceFiles } from "./source-files.js";

/** What the classes say of an error code. */
export interface ErrorFacts {
  readonly className: string;
  /** The same call may succeed later, unchanged. */
  readonly isRetryable: boolean;
}

/** The error classes of the published packages, read from their declarations: which class has a code, and whether it says `retryable`. */
export function errorFacts(files: SourceFiles): ReadonlyMap<string, ErrorFacts> {
  const facts = new Map<string, ErrorFacts>();
  for (const path of errorFiles())
    for (const statement of files.tree(path).statements)
      if (ts.isClassDeclaration(statement) && statement.name !== undefined)
        for (const code of codesOf(statement, files.tree(path)))
          facts.set(code, { className: statement.name.text, isRetryable: isRetryable(statement, code) });
  return facts;
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

function isRetryable(declared: ts.ClassDeclaration, code: string): boolean {
  const value = memberOf(declared, "retryable")?.initializer;
  if (value !== undefined) return value.kind === ts.SyntaxKind.TrueKeyword;
  // `this.retryable = code === "A" || code === "B"` in the constructor.
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && node.left.getText() === "this.retryable")
      found = stringsIn(node.right).includes(code);
    ts.forEachChild(node, visit);
  };
  visit(declared);
  return found;
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
