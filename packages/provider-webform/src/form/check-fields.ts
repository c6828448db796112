import { addressSchema } from "@plugboard/core/spec";
import type { FormDefinition } from "./form-definition.js";
import type { FormField } from "./form-field.js";

/** What is wrong with a field, as a code that pages have words for. */
export type FieldProblem =
  "required" | "too-short" | "too-long" | "email" | "phone" | "number" | "date" | "option" | "file";
/** Field name to values, in the order they came. A Map, because names are a stranger's. */
export type FieldValues = ReadonlyMap<string, readonly string[]>;

const PHONE = /^\+?[0-9 ()./-]{3,40}$/;
const NUMBER = /^-?[0-9]{1,15}(?:\.[0-9]{1,10})?$/;
const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const MULTIPLE: ReadonlySet<FormField["type"]> = new Set(["checkboxes", "file"]);

/** What is wrong with a submission, field by field; files are looked at elsewhere. */
export function checkFields(form: FormDefinition, values: FieldValues): Map<string, FieldProblem> {
  const problems = new Map<string, FieldProblem>();
  for (const field of form.fields) {
    if (field.type === "file") continue;
    const given = (values.get(field.name) ?? []).filter((value) => value !== "");
    const problem = given.length === 0 ? (field.required ? "required" : undefined) : problemOf(field, given);
    if (problem !== undefined) problems.set(field.name, problem);
  }
  return problems;
}

function problemOf(field: FormField, given: readonly string[]): FieldProblem | undefined {
  const value = given[0] ?? "";
  if (given.length > 1 && !MULTIPLE.has(field.type)) return "option";
  switch (field.type) {
    case "text":
    case "textarea": {
      // A line break in a field of one line is no typing (FAULTS G, header injection).
      if (field.type === "text" && /[\r\n\u2028\u2029]/.test(value)) return "option";
      // Counted only where it can matter: a code point is one unit of a string or two.
      const isSure = value.length <= field.maxLength && value.length >= field.minLength * 2;
      const length = isSure ? field.maxLength : codePoints(value, field.maxLength);
      if (length < field.minLength) return "too-short";
      if (field.required && value.trim() === "") return "required";
      return length > field.maxLength ? "too-long" : undefined;
    }
    case "email":
      return addressSchema.safeParse({ kind: "email", value }).success ? undefined : "email";
    case "phone":
      return PHONE.test(value) ? undefined : "phone";
    case "number": {
      const number = Number(value);
      if (!NUMBER.test(value) || number < (field.min ?? -Infinity)) return "number";
      return number > (field.max ?? Infinity) ? "number" : undefined;
    }
    case "date":
      return isDate(value) ? undefined : "date";
    case "select":
    case "radio":
    case "checkboxes": {
      const known = new Set(field.options.map((option) => option.value));
      return given.every((one) => known.has(one)) && new Set(given).size === given.length ? undefined : "option";
    }
    case "consent":
      return value === "yes" ? undefined : "option";
    case "file":
      return "option";
  }
}

/** Counted up to just above a limit. */
function codePoints(value: string, limit: number): number {
  if (value.length <= limit) return [...value].length;
  let count = 0;
  for (const _ of value) {
    count += 1;
    if (count > limit) break;
  }
  return count;
}

function isDate(value: string): boolean {
  const match = DATE.exec(value);
  if (match === null) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
