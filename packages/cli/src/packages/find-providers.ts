import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ProviderV1 } from "@plugboard/core/spec";
import { z } from "zod";
import { CliError } from "../shell/cli-error.js";
import { exitCodes } from "../shell/exit-codes.js";
import { readJsonOf } from "./read-json-of.js";

const packageSchema = z.object({ name: z.string(), exports: z.union([z.string(), z.record(z.string(), z.unknown())]) });
const providerSchema = z.custom<ProviderV1>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    "specificationVersion" in value &&
    "manifest" in value &&
    "open" in value,
);

const REMEDY = "name the folder of a package, or go there";

/** A provider with where it is exported. */
export interface FoundProvider {
  readonly entry: string;
  readonly exportName: string;
  readonly provider: ProviderV1;
}

/**
 * The providers of a package in a folder, found by loading its entries: this runs the package, which its own author does.
 * @throws {CliError} an entry cannot be loaded, or there is none.
 */
export async function findProviders(folder: string): Promise<readonly FoundProvider[]> {
  const { name, exports } = await readJsonOf(join(folder, "package.json"), "the package", packageSchema, REMEDY);
  const entries =
    typeof exports === "string"
      ? ["."]
      : Object.keys(exports).filter((entry) => /^\.(?:\/(?!testing$|package\.json$)|$)/.test(entry));
  const found: FoundProvider[] = [];
  for (const entry of entries) {
    const module = await loadEntry(folder, name, entry);
    for (const [exportName, value] of Object.entries(module)) {
      const parsed = providerSchema.safeParse(value);
      // The same one by another name, or from another entry, is one provider.
      if (parsed.success && !found.some(({ provider }) => provider === parsed.data))
        found.push({ entry, exportName, provider: parsed.data });
    }
  }
  if (found.length === 0)
    throw new CliError(`${name} exports no provider`, "export what defineProvider returns from an entry of `exports`");
  return found;
}

/** Loads an entry of a package by its own name, as whoever installs it would. */
export async function loadEntry(
  folder: string,
  name: string,
  entry: string,
): Promise<Readonly<Record<string, unknown>>> {
  const specifier = `${name}${entry.slice(1)}`;
  try {
    const path = createRequire(join(resolve(folder), "package.json")).resolve(specifier);
    const module: unknown = await import(pathToFileURL(path).href);
    return z.record(z.string(), z.unknown()).parse({ ...(module as object) });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code.includes("NOT_FOUND") || code.includes("PATH_NOT_EXPORTED"))
      throw new CliError(
        `${specifier} cannot be found`,
        "build the package first (npm run build), and check `exports`",
      );
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new CliError(
      `${specifier} cannot be loaded (${why})`,
      "correct the package, and build it",
      exitCodes.notRight,
    );
  }
}
