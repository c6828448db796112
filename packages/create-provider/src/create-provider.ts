import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { idProblem, type ProviderNames } from "./provider-names.js";
import { providerFiles } from "./provider-files.js";

/** What npm takes as the name of a package, scoped or not. */
const PACKAGE_NAME = /^(?:@[a-z0-9-][a-z0-9._-]*\/)?[a-z0-9-][a-z0-9._-]*$/;

/** A new provider cannot be written; `message` says why and what to do. */
export class CreateProviderError extends Error {
  override readonly name = "CreateProviderError";
}

/**
 * Writes a new provider into a folder that is empty or not there.
 * @returns the paths written, below the folder.
 * @throws {CreateProviderError} the id or the package's name is none, or the folder holds something.
 */
export async function createProvider(
  options: ProviderNames & { readonly folder: string; readonly packageName?: string },
): Promise<readonly string[]> {
  const { id, folder, packageName = `provider-${id}` } = options;
  const problem = idProblem(id);
  if (problem !== undefined) throw new CreateProviderError(`the id ${JSON.stringify(id)} ${problem}`);
  if (/["\\`$\r\n]/.test(options.displayName) || options.displayName.trim() === "")
    throw new CreateProviderError("the name is empty, or has quotes, backslashes or dollar signs: leave them out");
  if (!PACKAGE_NAME.test(packageName) || packageName.length > 214)
    throw new CreateProviderError(`npm takes no package of the name ${JSON.stringify(packageName)}`);
  const inFolder = await readdir(folder).catch(() => []);
  if (inFolder.length > 0) throw new CreateProviderError(`${folder} is not empty: choose another folder`);
  const files = providerFiles({ ...options, packageName });
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, { flag: "wx" });
  }
  return [...files.keys()];
}
