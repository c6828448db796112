import { existsSync } from "node:fs";
import { join } from "node:path";
import { type SubProcessor, subProcessorSchema } from "@plugboard/marketplace";
import { z } from "zod";
import { CliError } from "../shell/cli-error.js";
import { readJsonOf } from "./read-json-of.js";

const FILE = "sub-processors.json";
const fileSchema = z.record(z.string(), z.array(subProcessorSchema).max(500));

/**
 * Whom the providers of a package pass personal data on to, as its author wrote it down beside package.json:
 * `{ "acme-mail": [{ "name": "Acme Hosting GmbH", "country": "DE", "purpose": "servers" }] }`. An empty list says: nobody.
 * @param ids - of the package's providers.
 * @returns by provider; nothing for those the file does not name, or where there is no file.
 * @throws {CliError} the file cannot be read, or names a provider that the package does not have.
 */
export async function readSubProcessors(
  folder: string,
  ids: readonly string[],
): Promise<Readonly<Record<string, readonly SubProcessor[]>>> {
  const path = join(folder, FILE);
  if (!existsSync(path)) return {};
  const named = await readJsonOf(path, "the sub-processors", fileSchema);
  const strangers = Object.keys(named).filter((id) => !ids.includes(id));
  if (strangers.length > 0)
    throw new CliError(
      `${path} names ${strangers.join(", ")}, which the package does not have`,
      `use ${ids.join(", ")}`,
    );
  return named;
}
