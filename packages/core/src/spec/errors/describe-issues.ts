import type { z } from "zod";

/**
 * The problems of a failed validation as `path: problem`, without the values: a value may be personal data.
 * @returns at most 20 lines.
 */
export function describeIssues(error: z.ZodError): string[] {
  const lines: string[] = [];
  const walk = (issues: readonly z.core.$ZodIssue[], prefix: readonly PropertyKey[]) => {
    for (const issue of issues) {
      const path = [...prefix, ...issue.path];
      const choices = issue.code === "invalid_union" ? choicesOf(issue) : undefined;
      if (issue.code === "invalid_union" && issue.errors.length > 0 && choices === undefined) {
        const best = issue.errors.reduce((left, right) => (right.length < left.length ? right : left));
        walk(best, path);
        continue;
      }
      const problem = choices === undefined ? problemOf(issue, path.at(-1)) : `one of ${choices.join(", ")}`;
      lines.push(`${namesOf(path).join(".") || "(root)"}: ${problem}`);
    }
  };
  walk(error.issues, []);
  return lines.slice(0, 20);
}

/** Fields of the contract whose keys are the caller's own: a key may be personal data as well as a value. */
const OWN_KEYS: ReadonlySet<PropertyKey> = new Set(["metadata", "headers", "attributes", "details", "fields"]);

/** Names of fields and positions; a key that is not the contract's is shown as `*`. */
function namesOf(path: readonly PropertyKey[]): string[] {
  return path.map((part, index) => {
    if (typeof part === "number") return String(part);
    const before = path[index - 1];
    const isOwn = before !== undefined && OWN_KEYS.has(before);
    return isOwn || typeof part === "symbol" || !/^[A-Za-z][\w-]{0,63}$/.test(part) ? "*" : part;
  });
}

/** What a union takes, where each of its branches is a word, or where a word tells them apart. */
function choicesOf(issue: z.core.$ZodIssueInvalidUnion): readonly string[] | undefined {
  if ("options" in issue) return issue.options.map(String);
  const words = issue.errors.map(([only, ...others]) =>
    only?.code === "invalid_value" && only.path.length === 0 && others.length === 0 ? only.values : [],
  );
  return words.length > 0 && words.every(({ length }) => length > 0) ? words.flat().map(String) : undefined;
}

/** As the contract spells its fields: what else stands where a field should may be anything, so it is not repeated. */
const LIKE_A_FIELD = /^[a-z][A-Za-z]{0,39}$/;

function unknownOf(keys: readonly string[], parent: PropertyKey | undefined): string {
  const named = parent !== undefined && OWN_KEYS.has(parent) ? [] : keys.filter((key) => LIKE_A_FIELD.test(key));
  return `has a field that is not known${named.length === 0 ? "" : `: ${named.join(", ")}`}`;
}

function problemOf(issue: z.core.$ZodIssue, parent: PropertyKey | undefined): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${issue.expected}${issue.message.endsWith("received undefined") ? ", and there is none" : ""}`;
    case "too_big":
      return `at most ${String(issue.maximum)}${unitOf(issue.origin)}`;
    case "too_small":
      return `at least ${String(issue.minimum)}${unitOf(issue.origin)}`;
    case "invalid_format":
      if (!issue.message.startsWith("Invalid")) return issue.message;
      return issue.format === "regex" ? "not in the form that is expected" : `not a valid ${issue.format}`;
    case "invalid_key":
      return issue.issues.map((one) => problemOf(one, parent)).join("; ");
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "unrecognized_keys":
      return unknownOf(issue.keys, parent);
    case "custom":
      return issue.message;
    default:
      return issue.code;
  }
}

/** What a limit counts; a number counts itself. */
function unitOf(origin: string): string {
  if (origin === "string") return " characters";
  return origin === "array" || origin === "set" || origin === "map" ? " entries" : "";
}
