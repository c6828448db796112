import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const HOST = new URL("../../../../packages/core/src/host/", import.meta.url);

/** A parameter as it is written: its name and the text of its type. */
export interface FacadeParameter {
  readonly name: string;
  readonly type: string;
  /** Of an object whose members are written out: these. */
  readonly members: readonly FacadeParameter[];
}

/** One public call of the host: `channels.suspend`, or `send` of the contact center itself. */
export interface FacadeMethod {
  /** Nothing for the contact center itself. */
  readonly facade: string | undefined;
  readonly name: string;
  readonly parameters: readonly FacadeParameter[];
}

/** As a caller writes it: `channels.suspend`. */
export const nameOf = ({ facade, name }: FacadeMethod): string => (facade === undefined ? name : `${facade}.${name}`);

/**
 * Every public call there is, read from the sources: a new facade, or a new method of one, is attacked without anybody adding it here.
 * TypeScript's `private` is not there at run time, so the classes are read, not their prototypes.
 */
export function facadeMethods(): FacadeMethod[] {
  const center = classIn("contact-center.ts");
  const facades = new Map<string, string>();
  for (const member of center.members)
    if (ts.isConstructorDeclaration(member))
      for (const parameter of member.parameters)
        if (!isPrivate(parameter) && parameter.type !== undefined)
          facades.set(parameter.type.getText(), parameter.name.getText());
  const found = methodsOf(center, undefined);
  for (const file of readdirSync(fileURLToPath(new URL("facade/", HOST)))) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    const declared = classIn(`facade/${file}`);
    const facade = facades.get(declared.name?.text ?? "");
    if (facade !== undefined) found.push(...methodsOf(declared, facade));
    facades.delete(declared.name?.text ?? "");
  }
  if (facades.size > 0) throw new TypeError(`facades without a file: ${[...facades.values()].join(", ")}`);
  return found;
}

function classIn(file: string): ts.ClassDeclaration {
  const text = readFileSync(new URL(file, HOST), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const declared = source.statements.find(ts.isClassDeclaration);
  if (declared === undefined) throw new TypeError(`${file} declares no class`);
  return declared;
}

function methodsOf(declared: ts.ClassDeclaration, facade: string | undefined): FacadeMethod[] {
  return declared.members
    .filter((member) => ts.isMethodDeclaration(member))
    .filter((member) => !isPrivate(member))
    .map((member) => ({ facade, name: member.name.getText(), parameters: member.parameters.map(describe) }));
}

function describe(parameter: ts.ParameterDeclaration | ts.PropertySignature): FacadeParameter {
  const { type } = parameter;
  const members =
    type !== undefined && ts.isTypeLiteralNode(type) ? type.members.filter(ts.isPropertySignature).map(describe) : [];
  return { name: parameter.name.getText(), type: type?.getText() ?? "", members };
}

function isPrivate(node: ts.ClassElement | ts.ParameterDeclaration): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) ?? false;
}
