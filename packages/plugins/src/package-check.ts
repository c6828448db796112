import { type CheckedPackage, checkedPackage, type KnownBefore } from "./checked-package.js";
import { definedOf } from "./defined-of.js";
import type { InstalledRecord } from "./installed-record.js";
import type { InstallOptions, PluginsOptions } from "./plugin-options.js";
import type { PluginSource } from "./plugin-source.js";
import type { SeenRevocations } from "./seen-revocations.js";

/** Decides whether packages may run on this host, before a line of them does. */
export class PackageCheck {
  constructor(
    private readonly options: PluginsOptions,
    private readonly seen: SeenRevocations,
  ) {}

  /** @throws {PluginError} `PLUGIN_REFUSED` with every reason. */
  of(source: PluginSource, install: InstallOptions, known?: KnownBefore): Promise<CheckedPackage> {
    return checkedPackage(source, this.options, install, this.seen, known);
  }

  /** What is installed, as it lies there, against what counts now. @throws {PluginError} `PLUGIN_REFUSED` with every reason. */
  async again(
    record: InstalledRecord,
  ): Promise<{ readonly checked: CheckedPackage; readonly install: InstallOptions }> {
    const { level, limits, listing, verifiedAt, place } = record;
    const install = { level, limits: definedOf(limits), ...(listing === undefined ? {} : { listing }) };
    const known = verifiedAt === undefined ? {} : { verifiedAtMs: Date.parse(verifiedAt) };
    return { checked: { ...(await this.of({ folder: place }, install, known)), inPlace: place }, install };
  }

  /** For many packages by one list of revocations. @throws what `verification.revocations` throws. */
  async withListOfNow(): Promise<PackageCheck> {
    const { verification } = this.options;
    if ("unverified" in verification || verification.revocations === undefined) return this;
    const list = await verification.revocations();
    return new PackageCheck({ ...this.options, verification: { ...verification, revocations: () => list } }, this.seen);
  }
}
