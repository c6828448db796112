import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ContactCenterError } from "@plugboard/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import ts from "typescript";
import { callArguments } from "../faults/support/f/call-arguments.js";
import { type FacadeMethod, facadeMethods, nameOf } from "../faults/support/f/facade-methods.js";
import { openTwoAccounts, type TwoAccounts, victimOf } from "../faults/support/f/two-accounts.js";

/** Numbers that say which part of a list is asked for, and what none of them may be. */
const WRONG: Readonly<Record<string, readonly unknown[]>> = {
  limit: [-1, 0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e9, "10", null, {}],
  after: [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, "1", null],
  fromMs: [Number.NaN, "2026-11-22", null, new Date(0)],
  toMs: [Number.NaN, "2026-11-22", null, new Date(0)],
};
const HOST = new URL("../../packages/core/src/host/", import.meta.url);

/** Names of the members of every interface that the host's calls are written with. */
const membersOf = new Map<string, readonly string[]>();
for (const file of readdirSync(fileURLToPath(HOST), { recursive: true, encoding: "utf8" })) {
  if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
  const source = ts.createSourceFile(file, readFileSync(new URL(file, HOST), "utf8"), ts.ScriptTarget.Latest, true);
  for (const declared of source.statements.filter(ts.isInterfaceDeclaration))
    membersOf.set(
      declared.name.text,
      declared.members.map((member) => member.name?.getText() ?? ""),
    );
}

/** Every such number of every public call, read from the sources: a new list is covered without anybody adding it here. */
const numbers = facadeMethods().flatMap((method) =>
  method.parameters.flatMap(({ type, members }, position) => {
    const names = members.length > 0 ? members.map(({ name }) => name) : (membersOf.get(type) ?? []);
    return names.filter((name) => name in WRONG).map((name) => ({ call: nameOf(method), method, position, name }));
  }),
);

let world: TwoAccounts;
beforeAll(async () => (world = await openTwoAccounts()));
afterAll(() => world.close());

async function ask(method: FacadeMethod, position: number, name: string, value: unknown): Promise<unknown> {
  const args = callArguments(method, victimOf(world), world.center);
  args[position] = { ...(args[position] as object | undefined), [name]: value };
  const holder: unknown = method.facade === undefined ? world.center : Reflect.get(world.center, method.facade);
  try {
    const made = Reflect.get(holder as object, method.name) as (...values: unknown[]) => unknown;
    const answer: unknown = await Reflect.apply(made, holder, args);
    for await (const line of answer as Iterable<unknown> | AsyncIterable<unknown>) expect(line).toBeDefined();
    return "answered";
  } catch (error) {
    return error;
  }
}

test("the lists that are known are among them", () => {
  expect(new Set(numbers.map(({ call }) => call))).toEqual(
    new Set([
      "audit.list",
      "audit.ofHost",
      "ledger.entries",
      "ledger.audit",
      "ledger.export",
      "ledger.evidence",
      "messages.list",
    ]),
  );
});

describe.each(numbers)("$call answers a wrong $name", ({ method, position, name }) => {
  test.each((WRONG[name] ?? []).map((value) => [value]))("%s with what to do instead", async (value) => {
    const error = await ask(method, position, name, value);
    if (!ContactCenterError.isInstance(error)) throw new Error(`no typed error, but ${String(error)}`);
    expect(error).toMatchObject({ code: "OPTION_INVALID", details: { option: name } });
    expect(error.message).toContain(error.remedy);
  });

  test("and takes right ones", async () => {
    const right = name === "limit" ? [1, 10_000] : [0, 1];
    for (const value of right) expect(await ask(method, position, name, value)).toBe("answered");
  });
});
