import ts from "typescript";
import { commentOf } from "./comment-of.js";
import type { SourceFiles } from "./source-files.js";

/** Where a code was found, and what stands beside it in the source. */
export interface OutcomeCode {
  readonly code: string;
  readonly parties: readonly string[];
  /** `"refused"`, `"try-again"`, `"unknown"`, as far as the source says it beside the code. */
  readonly outcomes: readonly string[];
}

/** Codes that a class has of its own, with what the comment of each says. */
export interface OwnCode {
  readonly code: string;
  readonly className: string;
  readonly meaning: string;
  readonly isRetryable: boolean;
}

const CODE = /^[A-Z][A-Z0-9_]{2,63}$/;
const PARTIES: ReadonlySet<string> = new Set(["provider", "network", "account", "recipient", "host"]);
const OUTCOMES: ReadonlySet<string> = new Set(["refused", "try-again", "unknown"]);
const NOT_OF_A_PROVIDER = /\/(testing|browser|__fixtures__)\/|\.test\.ts$/;

/** The codes that the files say in outcomes, probes and reports: object literals with a `code`, and calls that name a code and a party. */
export function outcomeCodes(files: SourceFiles, paths: readonly string[]): readonly OutcomeCode[] {
  const found = new Map<string, { parties: Set<string>; outcomes: Set<string> }>();
  const note = (code: string, parties: readonly string[], outcomes: readonly string[]): void => {
    if (!CODE.test(code)) return;
    const known = found.get(code) ?? { parties: new Set<string>(), outcomes: new Set<string>() };
    for (const party of parties) if (PARTIES.has(party)) known.parties.add(party);
    for (const outcome of outcomes) if (OUTCOMES.has(outcome)) known.outcomes.add(outcome);
    found.set(code, known);
  };
  for (const path of paths.filter((one) => !NOT_OF_A_PROVIDER.test(one))) {
    const visit = (node: ts.Node): void => {
      if (ts.isObjectLiteralExpression(node))
        for (const code of valuesOf(node, "code")) note(code, valuesOf(node, "party"), outcomesOfLiteral(node));
      else if (ts.isCallExpression(node) || ts.isNewExpression(node)) noteCall(node, note);
      else if (ts.isVariableDeclaration(node) && /_CODES$/.test(node.name.getText()) && node.initializer !== undefined)
        // A table from the provider's own codes to ours: what it refuses for the account's doing.
        for (const code of tableValues(node.initializer)) note(code, ["account"], ["refused"]);
      ts.forEachChild(node, visit);
    };
    visit(files.tree(path));
  }
  return [...found]
    .map(([code, { parties, outcomes }]) => ({ code, parties: [...parties].sort(), outcomes: [...outcomes].sort() }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

type Note = (code: string, parties: readonly string[], outcomes: readonly string[]) => void;

/** `never("CODE", "account")`, and `refused("CODE")`, which is the account's doing. */
function noteCall(call: ts.CallExpression | ts.NewExpression, note: Note): void {
  const [first, second] = call.arguments ?? [];
  if (first === undefined || !ts.isStringLiteral(first)) return;
  const parties = second === undefined ? [] : literals(second);
  if (parties.some((party) => PARTIES.has(party))) note(first.text, parties, outcomesOfCall(call));
  else if (second === undefined && call.expression.getText() === "refused") note(first.text, ["account"], ["refused"]);
}

function tableValues(table: ts.Expression): readonly string[] {
  if (!ts.isObjectLiteralExpression(table)) return [];
  return table.properties.flatMap((one) => (ts.isPropertyAssignment(one) ? literals(one.initializer) : []));
}

/** Types named `…Code` whose members each carry a comment: the codes of a class outside core's catalog. */
export function ownCodes(files: SourceFiles, paths: readonly string[]): readonly OwnCode[] {
  return paths.flatMap((path) => {
    const tree = files.tree(path);
    const owner = tree.statements.find(ts.isClassDeclaration);
    if (owner?.name === undefined || NOT_OF_A_PROVIDER.test(path)) return [];
    const className = owner.name.text;
    const retryable = retryableSet(tree);
    return tree.statements.flatMap((statement) => {
      if (!ts.isTypeAliasDeclaration(statement) || !statement.name.text.endsWith("Code")) return [];
      if (!ts.isUnionTypeNode(statement.type)) return [];
      return statement.type.types.flatMap((member) => {
        if (!ts.isLiteralTypeNode(member) || !ts.isStringLiteral(member.literal)) return [];
        const meaning = commentBefore(member, tree);
        const code = member.literal.text;
        return meaning === "" ? [] : [{ code, className, meaning, isRetryable: retryable.has(code) }];
      });
    });
  });
}

/** `const RETRYABLE = new Set([…])` beside the class. */
function retryableSet(tree: ts.SourceFile): ReadonlySet<string> {
  const all = tree.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations);
  const declared = all.find(({ name }) => name.getText(tree) === "RETRYABLE");
  return new Set(declared?.initializer === undefined ? [] : literals(declared.initializer));
}

/** The parser attaches no comments to members of a union: they are read from the text before it. */
function commentBefore(member: ts.TypeNode, tree: ts.SourceFile): string {
  const own = commentOf(member);
  if (own !== "") return own;
  const text = tree.text.slice(member.getFullStart(), member.getStart(tree));
  const before = text.trim() === "" ? tree.text.slice(0, member.getFullStart()).replace(/\|\s*$/, "") : text;
  const last = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*\|?\s*$/.exec(before)?.[1] ?? "";
  return last
    .replaceAll(/^\s*\*\s?/gm, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** The string values a property of a literal can have: of both sides of a choice. */
function valuesOf(object: ts.ObjectLiteralExpression, name: string): readonly string[] {
  const property = object.properties.find((one) => one.name?.getText() === name);
  return property !== undefined && ts.isPropertyAssignment(property) ? literals(property.initializer) : [];
}

function literals(value: ts.Expression): readonly string[] {
  if (ts.isStringLiteral(value)) return [value.text];
  if (ts.isParenthesizedExpression(value) || ts.isAsExpression(value)) return literals(value.expression);
  if (ts.isConditionalExpression(value)) return [...literals(value.whenTrue), ...literals(value.whenFalse)];
  if (ts.isBinaryExpression(value)) return [...literals(value.left), ...literals(value.right)];
  if (ts.isArrayLiteralExpression(value)) return value.elements.flatMap(literals);
  if (ts.isNewExpression(value)) return (value.arguments ?? []).flatMap(literals);
  return [];
}

/** `outcome`, or what a table's line says of trying again. */
function outcomesOfLiteral(object: ts.ObjectLiteralExpression): readonly string[] {
  const retries = valuesOf(object, "retry").filter((value) => value === "message" || value === "channel");
  return [...valuesOf(object, "outcome"), ...(retries.length > 0 ? ["try-again"] : [])];
}

/** The makers of the providers' tables of codes say by their name what becomes of the message. */
const OUTCOME_OF_MAKER: Readonly<Record<string, string>> = {
  refused: "refused",
  never: "refused",
  later: "try-again",
  pause: "try-again",
};

function outcomesOfCall(call: ts.CallExpression | ts.NewExpression): readonly string[] {
  const name = call.expression.getText();
  const known = OUTCOME_OF_MAKER[name];
  if (known !== undefined) return [known];
  const more = call.arguments?.[2];
  if (name !== "error") return [];
  const retries = more !== undefined && ts.isObjectLiteralExpression(more) && valuesOf(more, "retry").length > 0;
  return [retries ? "try-again" : "refused"];
}
