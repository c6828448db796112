import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const folder = process.env["PLUGBOARD_ORACLES"] ?? join(import.meta.dirname, "../../../../../shared/oracles");
const file = join(folder, "inputs/blns/blns.json");

/** The big list of naughty strings, where the outside data is; nothing otherwise. */
export function naughtyStrings(): readonly string[] | undefined {
  return existsSync(file) ? z.array(z.string()).parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}
