import { readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { FaultRow } from "../fault-row.js";

const FOLDER = new URL("../rows/", import.meta.url);

/** The files that hold rows, by name. */
export function rowFiles(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .sort();
}

/**
 * The rows of a file: its export `row` or `rows`.
 * @throws {TypeError} it has neither.
 */
export async function readRows(file: string): Promise<readonly FaultRow[]> {
  const module = (await import(pathToFileURL(fileURLToPath(new URL(file, FOLDER))).href)) as Record<string, unknown>;
  const rows = [module["row"], ...(Array.isArray(module["rows"]) ? (module["rows"] as unknown[]) : [])].filter(isRow);
  if (rows.length === 0) throw new TypeError(`${file} exports neither row nor rows`);
  return rows;
}

function isRow(value: unknown): value is FaultRow {
  return typeof value === "object" && value !== null && "row" in value && "run" in value;
}
