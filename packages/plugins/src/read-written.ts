import { readFile } from "node:fs/promises";
import { describeIssues } from "@plugboard/core/spec";
import type { z } from "zod";
import { PluginError } from "./plugin-error.js";

/**
 * What {@link writeWhole} wrote; nothing where there is no such file.
 * @throws {PluginError} `PLUGIN_RECORD_DAMAGED` with the file's `path`: somebody changed it, or the disk did.
 */
export async function readWritten<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PluginError("PLUGIN_RECORD_DAMAGED", { path, issues: ["(root): expected JSON"] });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new PluginError("PLUGIN_RECORD_DAMAGED", { path, issues: describeIssues(parsed.error) });
  return parsed.data;
}
