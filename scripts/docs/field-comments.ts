import ts from "typescript";
import { commentOf } from "./comment-of.js";
import type { SourceFiles } from "./source-files.js";

const DEFINERS: ReadonlySet<string> = new Set(["defineProvider", "defineHttpProvider"]);

/**
 * The comments of a provider's settings or credentials, by path: `"smtp.host"`, `"fields[].name"`, `"texts.*"`. zod keeps no comments, so
 * they are read where they are written; the schema itself is not interpreted here.
 * @param part - the property of what `defineProvider` is given.
 * @param entry - the provider's entry file.
 */
export function fieldComments(
  files: SourceFiles,
  entry: string,
  part: "settings" | "credentials",
): ReadonlyMap<string, string> {
  const comments = new Map<string, string>();
  const reader = new Reader(files, comments);
  for (const path of files.reachableFrom(entry)) {
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && DEFINERS.has(node.expression.text)) {
        const [definition] = node.arguments;
        if (definition !== undefined && ts.isObjectLiteralExpression(definition))
          for (const property of definition.properties)
            if (property.name?.getText() === part) {
              if (ts.isPropertyAssignment(property)) reader.read(property.initializer, path, "");
              else if (ts.isShorthandPropertyAssignment(property)) reader.read(property.name, path, "");
            }
      }
      ts.forEachChild(node, visit);
    };
    visit(files.tree(path));
  }
  return comments;
}

class Reader {
  private depth = 0;

  constructor(
    private readonly files: SourceFiles,
    private readonly comments: Map<string, string>,
  ) {}

  read(value: ts.Expression, file: string, at: string): void {
    this.depth += 1;
    if (this.depth < 40) this.readExpression(value, file, at);
    this.depth -= 1;
  }

  private readExpression(value: ts.Expression, file: string, at: string): void {
    if (ts.isParenthesizedExpression(value) || ts.isAsExpression(value)) this.read(value.expression, file, at);
    else if (ts.isIdentifier(value)) {
      const found = this.files.findConst(file, value.text);
      if (found !== undefined) this.read(found.value, found.path, at);
    } else if (ts.isObjectLiteralExpression(value)) this.readFields(value, file, at);
    else if (ts.isArrayLiteralExpression(value)) for (const one of value.elements) this.read(one, file, at);
    else if (ts.isArrowFunction(value) && !ts.isBlock(value.body)) this.read(value.body, file, at);
    else if (ts.isCallExpression(value) && ts.isIdentifier(value.expression)) this.read(value.expression, file, at);
    else if (ts.isCallExpression(value) && ts.isPropertyAccessExpression(value.expression)) {
      const { expression: owner, name } = value.expression;
      if (ts.isIdentifier(owner) && owner.text === "z") this.readCall(name.text, value.arguments, file, at);
      else {
        // A method of a schema: optional(), default(…), refine(…), or extend(…) with more fields.
        this.read(owner, file, at);
        const [more] = value.arguments;
        if (name.text === "extend" && more !== undefined) this.read(more, file, at);
      }
    }
  }

  private readCall(name: string, args: readonly ts.Expression[], file: string, at: string): void {
    const [first, second] = args;
    if (first === undefined) return;
    switch (name) {
      case "strictObject":
      case "object":
      case "looseObject":
      case "union":
      case "lazy":
        this.read(first, file, at);
        break;
      case "array":
        this.read(first, file, `${at}[]`);
        break;
      case "record":
      case "partialRecord":
        if (second !== undefined) this.read(second, file, `${at}.*`);
        break;
      case "discriminatedUnion":
        if (second !== undefined) this.read(second, file, at);
        break;
      default:
    }
  }

  private readFields(fields: ts.ObjectLiteralExpression, file: string, at: string): void {
    for (const field of fields.properties) {
      if (ts.isSpreadAssignment(field)) {
        // `...shape` or `...schema.shape`
        const { expression } = field;
        this.read(ts.isPropertyAccessExpression(expression) ? expression.expression : expression, file, at);
        continue;
      }
      if (!(ts.isIdentifier(field.name) || ts.isStringLiteral(field.name))) continue;
      const path = at === "" ? field.name.text : `${at}.${field.name.text}`;
      const comment = commentOf(field);
      if (comment !== "") this.comments.set(path, comment);
      if (ts.isPropertyAssignment(field)) this.readField(field.initializer, file, path);
      else if (ts.isShorthandPropertyAssignment(field)) this.readField(field.name, file, path);
    }
  }

  /** A field without a comment of its own says what the schema it is made of says. */
  private readField(value: ts.Expression, file: string, path: string): void {
    if (!this.comments.has(path)) {
      const root = rootOf(value);
      const declared = root === undefined ? undefined : this.declarationOf(file, root);
      if (declared !== undefined && declared !== "") this.comments.set(path, declared);
    }
    this.read(value, file, path);
  }

  private declarationOf(file: string, name: string): string | undefined {
    const [owner = "", field] = name.split(".");
    if (field !== undefined) {
      const object = this.files.findConst(file, owner)?.value;
      if (object === undefined || !ts.isObjectLiteralExpression(object)) return undefined;
      const property = object.properties.find((one) => one.name?.getText() === field);
      return property === undefined ? undefined : commentOf(property);
    }
    const found = this.files.findConst(file, name);
    const statement = found?.value.parent.parent.parent;
    return statement !== undefined && ts.isVariableStatement(statement) ? commentOf(statement) : undefined;
  }
}

/** The name a schema is made of: `name`, `name.optional()`, `fields.name`. */
function rootOf(value: ts.Expression): string | undefined {
  if (ts.isIdentifier(value)) return value.text === "z" ? undefined : value.text;
  if (ts.isCallExpression(value) && ts.isPropertyAccessExpression(value.expression))
    return rootOf(value.expression.expression);
  if (ts.isPropertyAccessExpression(value) && ts.isIdentifier(value.expression)) return value.getText();
  return undefined;
}
