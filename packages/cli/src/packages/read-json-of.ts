import { describeIssues } from "@plugboard/core/spec";
import type { z } from "zod";
import { CliError } from "../shell/cli-error.js";
import { readTextOf } from "./read-file-of.js";

/** @throws {CliError} the file cannot be read, is not JSON, or not of the shape; the fields are named. */
export async function readJsonOf<Schema extends z.ZodType>(
  path: string,
  what: string,
  schema: Schema,
  remedy?: string,
): Promise<z.output<Schema>> {
  const text = await readTextOf(path, what, remedy);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CliError(`${what} ${path} is not JSON`, "correct it, or name another file");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CliError(`${what} ${path}: ${describeIssues(parsed.error).join("; ")}`, "correct the fields named");
}
