import ts from "typescript";
import { isForPages } from "./is-for-pages.js";
import type { Place } from "./place.js";

/** A rule looks at one node and returns what is wrong with it, or undefined. */
export type SyntaxRule = (node: ts.Node, place: Place, path: string) => string | undefined;

const PROCESS_MEMBERS_OPEN_TO_PROVIDERS = ["hrtime", "memoryUsage", "nextTick"];
const GLOBALS_THAT_CONNECT = ["fetch", "WebSocket", "EventSource", "XMLHttpRequest", "globalThis", "global"];
/** Schemas that take long to make, by the name of what makes them. */
const OBJECT_SCHEMAS: ReadonlySet<string> = new Set([
  "strictObject",
  "object",
  "discriminatedUnion",
  "union",
  "intersection",
]);
const TSYRINGE_OUTSIDE_DI = ["inject", "injectable"];

/** By the name under which a breach is reported. */
export const SYNTAX_RULES: Readonly<Record<string, SyntaxRule>> = {
  "provider-reads-no-environment": (node, place) => {
    if (place.isTest || place.kind !== "provider" || !isFreeIdentifier(node, ["process"])) return undefined;
    const use = node.parent;
    const member = ts.isPropertyAccessExpression(use) && use.expression === node ? use.name.text : undefined;
    return member !== undefined && PROCESS_MEMBERS_OPEN_TO_PROVIDERS.includes(member)
      ? undefined
      : `process${member === undefined ? "" : `.${member}`} belongs to the host; settings and credentials are handed in`;
  },

  "provider-uses-no-global-connection": (node, place, path) => {
    // What runs in a visitor's or an operator's page has the page's network and no other.
    if (isForPages(path)) return undefined;
    if (place.isTest || place.kind !== "provider" || !isFreeIdentifier(node, GLOBALS_THAT_CONNECT)) return undefined;
    // A simulator posts its webhooks as the provider would.
    if (place.folder === "testing" && node.text === "fetch") return undefined;
    return `${node.text} passes by the egress guard; use the injected http and sockets`;
  },

  "provider-names-what-it-loads": (node, place) => {
    if (place.isTest || place.kind !== "provider" || !ts.isCallExpression(node)) return undefined;
    const dynamic = node.expression.kind === ts.SyntaxKind.ImportKeyword;
    const loads = dynamic || (ts.isIdentifier(node.expression) && node.expression.text === "require");
    const [name] = node.arguments;
    return loads && (name === undefined || !ts.isStringLiteralLike(name))
      ? "a computed import cannot be checked"
      : undefined;
  },

  "no-export-star-across-packages": (node) => {
    if (!ts.isExportDeclaration(node) || !node.moduleSpecifier || !ts.isStringLiteral(node.moduleSpecifier)) {
      return undefined;
    }
    const named = node.exportClause !== undefined && ts.isNamedExports(node.exportClause);
    return named || node.moduleSpecifier.text.startsWith(".")
      ? undefined
      : `export * from "${node.moduleSpecifier.text}"`;
  },

  "container-stays-in-di": (node, place) => {
    if (place.isTest || place.kind !== "core" || place.folder === "di") return undefined;
    if (ts.isImportDeclaration(node)) {
      if (!ts.isStringLiteral(node.moduleSpecifier) || node.moduleSpecifier.text !== "tsyringe") return undefined;
      const bindings = node.importClause?.namedBindings;
      const named = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
      const names = named.map((element) => (element.propertyName ?? element.name).text);
      const closed = names.filter((name) => !TSYRINGE_OUTSIDE_DI.includes(name));
      if (bindings && ts.isNamespaceImport(bindings)) closed.push("*");
      return closed.length > 0 ? `import { ${closed.join(", ")} } from "tsyringe" belongs in core/src/di` : undefined;
    }
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
    const { expression, name } = node.expression;
    if (!/^resolve(All)?$/.test(name.text)) return undefined;
    const byOwner = /container$/i.test(expression.getText());
    const byToken = node.arguments[0]?.getText().startsWith("TOKENS.") ?? false;
    return byOwner || byToken ? `${node.getText()} belongs in core/src/di` : undefined;
  },

  "core-makes-schemas-when-asked": (node, place) => {
    if (place.isTest || place.kind !== "core" || !ts.isSourceFile(node)) return undefined;
    const eager = node.statements
      .filter(ts.isVariableStatement)
      .flatMap((statement) => [...statement.declarationList.declarations])
      .find(({ initializer }) => initializer !== undefined && OBJECT_SCHEMAS.has(schemaMakerOf(initializer) ?? ""));
    return (
      eager &&
      `${eager.name.getText()} is made when core is imported, whoever needs it: z.lazy(() => …) makes it when asked`
    );
  },

  "index-only-re-exports": (node, place, path) => {
    if (place.isTest || place.area !== "package" || !path.endsWith("/index.ts") || !ts.isSourceFile(node)) {
      return undefined;
    }
    const other = node.statements.find((statement) => !isReExport(statement) && !isSideEffectImport(statement));
    return other && `index.ts re-exports by name and holds nothing itself: ${other.getText().slice(0, 60)}`;
  },
};

/** The name of the function of `z` that a chain of calls begins with. */
function schemaMakerOf(expression: ts.Expression): string | undefined {
  let inner = expression;
  for (;;) {
    if (ts.isCallExpression(inner)) inner = inner.expression;
    else if (!ts.isPropertyAccessExpression(inner)) return undefined;
    else if (ts.isIdentifier(inner.expression) && inner.expression.text === "z") return inner.name.text;
    else inner = inner.expression;
  }
}

/** True where the name is used as a value; not where it is a member, a key, a type, or being declared. */
function isFreeIdentifier(node: ts.Node, names: readonly string[]): node is ts.Identifier {
  if (!ts.isIdentifier(node) || !names.includes(node.text) || ts.isPartOfTypeNode(node)) return false;
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  const isName = "name" in parent && parent.name === node;
  const isKey = "propertyName" in parent && parent.propertyName === node;
  return !isName && !isKey;
}

function isReExport(statement: ts.Statement): boolean {
  return ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
}

function isSideEffectImport(statement: ts.Statement): boolean {
  return ts.isImportDeclaration(statement) && statement.importClause === undefined;
}
