import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const PACKAGES = new URL("../../../../packages/", import.meta.url);

/** A regular expression as it stands in a source file; `source` is undefined when it is made of what only a run knows. */
export interface FoundRegex {
  /** From `packages/` on. */
  readonly file: string;
  readonly line: number;
  readonly source: string | undefined;
  readonly flags: string;
  /** What is written there. */
  readonly text: string;
}

/** Every regular expression of the packages, literal or `new RegExp`, tests and fixtures left out. */
export function collectRegexes(): FoundRegex[] {
  const root = fileURLToPath(PACKAGES);
  return readdirSync(root)
    .flatMap((name) => {
      const folder = `${root}${name}/src`;
      return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => `${name}/src/${path}`);
    })
    .filter((path) => /\.(ts|js|mjs|cjs)$/.test(path) && !/\.test\.ts$|\/__fixtures__\//.test(path))
    .sort()
    .flatMap((path) => regexesOf(path, readFileSync(root + path, "utf8")));
}

/** The regular expressions of one file. */
export function regexesOf(file: string, content: string): FoundRegex[] {
  const sourceFile = ts.createSourceFile(file, content, ts.ScriptTarget.Latest);
  const constants = constantsOf(sourceFile);
  const found: FoundRegex[] = [];
  const add = (node: ts.Node, source: string | undefined, flags: string): void => {
    const line = sourceFile.getLineAndCharacterOfPosition(node.getStart(sourceFile)).line + 1;
    found.push({ file, line, source, flags, text: node.getText(sourceFile) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      add(node, node.text.slice(1, end), node.text.slice(end + 1));
    } else if (isRegExpCall(node)) {
      const [pattern, flags] = node.arguments ?? [];
      const given = flags === undefined ? "" : textOf(flags, constants);
      // A literal inside is found by itself.
      if (pattern !== undefined && !ts.isRegularExpressionLiteral(pattern))
        add(node, given === undefined ? undefined : textOf(pattern, constants), given ?? "");
    }
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return found;
}

function isRegExpCall(node: ts.Node): node is ts.NewExpression | ts.CallExpression {
  return (
    (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "RegExp"
  );
}

/** The `const` names of the file's top level, with what they were given. */
function constantsOf(file: ts.SourceFile): ReadonlyMap<string, ts.Expression> {
  const constants = new Map<string, ts.Expression>();
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Const) === 0) continue;
    for (const { name, initializer } of statement.declarationList.declarations)
      if (ts.isIdentifier(name) && initializer !== undefined) constants.set(name.text, initializer);
  }
  return constants;
}

/** The text an expression always is; undefined when a run decides it. */
function textOf(node: ts.Expression, constants: ReadonlyMap<string, ts.Expression>): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return textOf(node.expression, constants);
  if (ts.isIdentifier(node)) {
    const value = constants.get(node.text);
    return value === undefined ? undefined : textOf(value, constants);
  }
  if (ts.isPropertyAccessExpression(node) && node.name.text === "source") return sourceOf(node.expression, constants);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return joined([textOf(node.left, constants), textOf(node.right, constants)]);
  if (ts.isTemplateExpression(node))
    return joined([
      node.head.text,
      ...node.templateSpans.flatMap(({ expression, literal }) => [textOf(expression, constants), literal.text]),
    ]);
  if (ts.isTaggedTemplateExpression(node) && isStringRaw(node.tag) && ts.isNoSubstitutionTemplateLiteral(node.template))
    return node.template.rawText ?? node.template.text;
  return undefined;
}

function isStringRaw(tag: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(tag) &&
    tag.name.text === "raw" &&
    ts.isIdentifier(tag.expression) &&
    tag.expression.text === "String"
  );
}

/** The source of a regular expression that another is made of. */
function sourceOf(node: ts.Expression, constants: ReadonlyMap<string, ts.Expression>): string | undefined {
  const value = ts.isIdentifier(node) ? constants.get(node.text) : node;
  return value !== undefined && ts.isRegularExpressionLiteral(value)
    ? value.text.slice(1, value.text.lastIndexOf("/"))
    : undefined;
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join("");
}
