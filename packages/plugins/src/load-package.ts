import { ContactCenterError } from "@plugboard/core/spec";
import type { isolateProvider } from "@plugboard/isolation";
import type { CheckedPackage } from "./checked-package.js";
import { errorName } from "./error-name.js";
import type { InstalledRecord } from "./installed-record.js";
import { type LoadedProvider, loadProvider } from "./load-provider.js";
import { entryFile } from "./placed-package.js";
import { PluginError } from "./plugin-error.js";
import type { InstallOptions } from "./plugin-options.js";

/** Every provider of a package that was checked, by id; none of them when one fails. @throws {PluginError} `PLUGIN_LOAD_FAILED`. */
export async function loadPackage(
  record: InstalledRecord,
  checked: CheckedPackage,
  { level = "isolated", limits = {} }: InstallOptions,
  isolate: typeof isolateProvider | undefined,
): Promise<ReadonlyMap<string, LoadedProvider>> {
  const loaded = new Map<string, LoadedProvider>();
  try {
    for (const { entry, exportName, manifest, subProcessors } of checked.manifest.providers) {
      const file = entryFile(checked, record.place, entry);
      const { fingerprint } = checked;
      const wanted = {
        packageName: record.name,
        file,
        fingerprint,
        exportName,
        manifest,
        subProcessors,
        level,
        limits,
      };
      loaded.set(manifest.id, await loadProvider(wanted, isolate));
    }
  } catch (error) {
    for (const one of loaded.values()) one.close();
    if (ContactCenterError.isInstance(error)) throw error;
    throw new PluginError("PLUGIN_LOAD_FAILED", { package: record.name, error: errorName(error) });
  }
  return loaded;
}
