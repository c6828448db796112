import { readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { CheckedPackage } from "./checked-package.js";
import { type InstalledRecord, readRecords, writeRecords } from "./installed-record.js";
import { isPlaceName, placePackage } from "./placed-package.js";
import type { InstallOptions } from "./plugin-options.js";

/** The host's folder of plugins: where packages lie, and which of them are installed. */
export class PluginFolder {
  /** @param path - absolute. */
  constructor(
    private readonly path: string,
    private readonly nowMs: () => number,
  ) {}

  /** Lays a package down where it can run; not yet installed. */
  async place(checked: CheckedPackage, install: InstallOptions, isEnabled: boolean): Promise<InstalledRecord> {
    const { name, version } = checked.packageJson;
    const { level = "isolated", limits = {}, listing } = install;
    return {
      name,
      version,
      place: await placePackage(checked, this.path),
      isInPlace: checked.inPlace !== undefined,
      level,
      limits,
      ...(listing === undefined ? {} : { listing, verifiedAt: new Date(this.nowMs()).toISOString() }),
      isEnabled,
    };
  }

  /** Takes a package's files away; not those npm put there. */
  async clear(record: InstalledRecord): Promise<void> {
    if (!record.isInPlace) await rm(record.place, { recursive: true, force: true });
  }

  installed(): Promise<readonly InstalledRecord[]> {
    return readRecords(this.path);
  }

  /** Writes down what is installed. */
  keep(records: readonly InstalledRecord[]): Promise<void> {
    return writeRecords(this.path, records);
  }

  /** Takes away packages that a killed host had laid down and not yet installed, or not yet taken away. @param kept - places that stay. */
  async sweep(kept: ReadonlySet<string>): Promise<void> {
    // By name: the folder as a whole may have been moved.
    const names = new Set([...kept].map((place) => basename(place)));
    for (const name of await readdir(this.path))
      if (isPlaceName(name) && !names.has(name)) await rm(join(this.path, name), { recursive: true, force: true });
  }
}
