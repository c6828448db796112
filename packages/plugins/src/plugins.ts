import { resolve } from "node:path";
import type { Act } from "@plugboard/core";
import { ContactCenterError } from "@plugboard/core/spec";
import type { IsolationReport, isolateProvider } from "@plugboard/isolation";
import type { CheckedPackage } from "./checked-package.js";
import { checkInstall, checkOptions } from "./check-options.js";
import { definedOf } from "./defined-of.js";
import { errorName } from "./error-name.js";
import { exchangeProviders, type FailedExchange } from "./exchange-providers.js";
import type { InstalledRecord } from "./installed-record.js";
import { loadPackage } from "./load-package.js";
import type { LoadedProvider } from "./load-provider.js";
import { PackageCheck } from "./package-check.js";
import { PluginError } from "./plugin-error.js";
import { PluginFolder } from "./plugin-folder.js";
import type { InstallOptions, IsolationLevel, PluginsOptions } from "./plugin-options.js";
import type { PluginSource } from "./plugin-source.js";
import { SeenRevocations } from "./seen-revocations.js";

export interface InstalledPlugin {
  readonly name: string;
  readonly version: string;
  readonly level: IsolationLevel;
  readonly isEnabled: boolean;
  readonly providers: readonly { readonly id: string; readonly report: IsolationReport | undefined }[];
}

interface Running {
  readonly record: InstalledRecord;
  readonly loaded: ReadonlyMap<string, LoadedProvider>;
  /** Where another version lies that one of its providers could not be brought back from. */
  readonly otherPlace?: InstalledRecord;
}

/**
 * The connectors of a host, by package: installed, upgraded and removed while it runs. Nothing of a package runs before it was verified; what
 * fails leaves everything as it was. One change at a time.
 */
export class Plugins {
  private readonly running = new Map<string, Running>();
  /** What is installed and does not run: not restored yet, or not loaded by it. */
  private readonly heldBack = new Map<string, InstalledRecord>();
  private readonly folder: PluginFolder;
  private readonly check: PackageCheck;
  private isRead = false;
  private changing: Promise<unknown> = Promise.resolve();

  /** @param isolate - how a process is made; for tests. @throws {OptionInvalidError} every option that is wrong or unknown, by its name. */
  constructor(
    private readonly options: PluginsOptions,
    private readonly isolate?: typeof isolateProvider,
  ) {
    checkOptions(options);
    const path = resolve(options.folder);
    this.folder = new PluginFolder(path, () => this.nowMs());
    this.check = new PackageCheck(options, new SeenRevocations(path));
  }

  list(): readonly InstalledPlugin[] {
    return [...this.running.values()].map(({ record: { name, version, level, isEnabled }, loaded }) => ({
      name,
      version,
      level,
      isEnabled,
      providers: [...loaded].map(([id, { report }]) => ({ id, report })),
    }));
  }

  /**
   * @throws {PluginError} `PLUGIN_REFUSED`, `PLUGIN_EXISTS`, `PLUGIN_LOAD_FAILED`. @throws {OptionInvalidError} as the constructor.
   * @throws what `providers.add` throws.
   */
  install(source: PluginSource, install: InstallOptions = {}): Promise<InstalledPlugin> {
    return this.inTurn(async () => {
      checkInstall(source, install);
      let checked = await this.check.of(source, install);
      const { name } = checked.packageJson;
      if (this.running.has(name)) throw new PluginError("PLUGIN_EXISTS", { package: name });
      const before = this.heldBack.get(name);
      if (before !== undefined) checked = await this.check.of(source, install, { installedVersion: before.version });
      const record = await this.folder.place(checked, install, before?.isEnabled ?? true);
      await this.orClear(record, () => this.start(record, checked, install, () => this.save(name, record)));
      this.heldBack.delete(name);
      if (before !== undefined && before.place !== record.place) await this.folder.clear(before);
      return this.find(name);
    });
  }

  /**
   * Another version in the place of the one that runs: its channels are opened with it first, and everything goes on as it was when that fails. A
   * version that reaches further waits for a new acceptance of its terms.
   * @throws {PluginError} as `install`, `PLUGIN_UNKNOWN`. @throws what `providers.upgrade` throws.
   */
  upgrade(source: PluginSource, install: InstallOptions = {}): Promise<InstalledPlugin> {
    return this.inTurn(async () => {
      checkInstall(source, install);
      const first = await this.check.of(source, { ...install, allowsDowngrade: true });
      const before = this.require(first.packageJson.name);
      const checked = await this.check.of(source, install, { installedVersion: before.record.version });
      const level = install.level ?? before.record.level;
      const limits = install.limits ?? definedOf(before.record.limits);
      const record = await this.folder.place(checked, { ...install, level, limits }, before.record.isEnabled);
      const loaded = await this.orClear(record, async () => {
        const made = await loadPackage(record, checked, { level, limits }, this.isolate);
        const how = { act: this.actOf(install.act), enabled: record.isEnabled };
        const failed = await exchangeProviders(before.loaded, made, this.options.providers, how, () =>
          this.save(record.name, record),
        );
        if (failed !== undefined) throw this.leftWith(before, made, record, failed);
        return made;
      });
      this.running.set(record.name, { record, loaded });
      for (const [id, one] of before.loaded) if (loaded.get(id) !== one) one.close();
      for (const old of [before.record, before.otherPlace])
        if (old !== undefined && old.place !== record.place) await this.folder.clear(old);
      return this.find(record.name);
    });
  }

  enable(name: string, act?: Act): Promise<void> {
    return this.setEnabled(name, true, act);
  }

  /** Its channels close; messages accepted for them wait. */
  disable(name: string, act?: Act): Promise<void> {
    return this.setEnabled(name, false, act);
  }

  /** Its channels close and its files go. Messages accepted for them wait for a package that brings the provider back. */
  remove(name: string, act?: Act): Promise<void> {
    return this.inTurn(async () => {
      const record = this.heldBack.get(name) ?? this.require(name).record;
      await this.saved(record, undefined, async () => {
        if (this.running.has(name)) await this.stop(name, act);
      });
      this.heldBack.delete(name);
      await this.folder.clear(record);
    });
  }

  /**
   * After a start of the host: loads what was installed, each verified anew. One that may no longer run keeps no other from running, and stays
   * installed: the next start tries it again, unless it is removed or another version is installed in its place.
   * @returns what could not be loaded, with its error.
   */
  restore(): Promise<readonly { readonly name: string; readonly error: Error }[]> {
    return this.inTurn(async () => {
      const failures: { name: string; error: Error }[] = [];
      for (const record of [...this.heldBack.values()]) {
        try {
          const { checked, install } = await this.check.again(record);
          await this.start(record, checked, install);
          this.heldBack.delete(record.name);
        } catch (error) {
          failures.push({ name: record.name, error: errorOf(error) });
        }
      }
      // It only takes room: the next start tries again.
      await this.folder.sweep(this.installedPlaces()).catch(() => undefined);
      return failures;
    });
  }

  /**
   * Verifies what runs anew, as a start does: against the revocation list of now, and the files as they lie there. What may not run any more is stopped. It
   * stays installed, as after {@link restore}: messages accepted for it wait. To be called with every new list.
   * @returns what was stopped, with its error. @throws what `verification.revocations` throws; nothing more is stopped then.
   */
  review(act?: Act): Promise<readonly { readonly name: string; readonly error: Error }[]> {
    return this.inTurn(async () => {
      const stopped: { name: string; error: Error }[] = [];
      const check = await this.check.withListOfNow();
      for (const { record, otherPlace } of [...this.running.values()]) {
        try {
          await check.again(record);
          if (otherPlace !== undefined) await check.again(otherPlace);
        } catch (error) {
          await this.stop(record.name, act);
          this.heldBack.set(record.name, record);
          stopped.push({ name: record.name, error: errorOf(error) });
        }
      }
      return stopped;
    });
  }

  /** Ends the processes of isolated connectors. The host's channels are closed by the host. */
  close(): void {
    for (const { loaded } of this.running.values()) for (const one of loaded.values()) one.close();
  }

  /** Takes its providers off the host, and the files of whichever of its versions is not the installed one. */
  private async stop(name: string, act: Act | undefined): Promise<void> {
    const { loaded, otherPlace } = this.require(name);
    for (const id of loaded.keys())
      await this.options.providers.remove(id, this.actOf(act)).catch((error: unknown) => {
        // The host took it away itself, or an earlier try did.
        if (!ContactCenterError.isInstance(error) || error.code !== "PROVIDER_UNKNOWN") throw error;
      });
    for (const one of loaded.values()) one.close();
    this.running.delete(name);
    if (otherPlace !== undefined) await this.folder.clear(otherPlace);
  }

  private setEnabled(name: string, isEnabled: boolean, act: Act | undefined): Promise<void> {
    return this.inTurn(async () => {
      const { record } = this.require(name);
      await this.saved(record, { ...record, isEnabled }, () => this.switch(name, isEnabled, act));
    });
  }

  private async switch(name: string, isEnabled: boolean, act: Act | undefined): Promise<void> {
    const { record, loaded } = this.require(name);
    const { providers } = this.options;
    for (const id of loaded.keys()) await providers[isEnabled ? "enable" : "disable"](id, this.actOf(act));
    this.running.set(name, { ...this.require(name), record: { ...record, isEnabled } });
  }

  /** @param keep - writes down that it is installed; when that fails it is not. */
  private async start(
    record: InstalledRecord,
    checked: CheckedPackage,
    install: InstallOptions,
    keep: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const loaded = await loadPackage(record, checked, install, this.isolate);
    const added: string[] = [];
    const act = this.actOf(install.act);
    try {
      for (const [id, { provider }] of loaded) {
        await this.options.providers.add(provider, act, { enabled: record.isEnabled });
        added.push(id);
      }
      await keep();
    } catch (error) {
      for (const id of added) await this.options.providers.remove(id, act);
      for (const one of loaded.values()) one.close();
      throw error;
    }
    this.running.set(record.name, { record, loaded });
  }

  /** What cannot be brought back goes on with the new version, whose process and files stay. @returns what to throw. */
  private leftWith(
    before: Running,
    made: ReadonlyMap<string, LoadedProvider>,
    record: InstalledRecord,
    { error, stuck }: FailedExchange,
  ): unknown {
    for (const [id, one] of made) if (!stuck.includes(id)) one.close();
    if (stuck.length === 0) return error;
    const left = new Map([...before.loaded, ...[...made].filter(([id]) => stuck.includes(id))]);
    this.running.set(record.name, { record: before.record, loaded: left, otherPlace: record });
    const details = { package: record.name, error: errorName(error), notUndone: stuck };
    return new PluginError("PLUGIN_LOAD_FAILED", details, { cause: error });
  }

  /** What was laid down for a step that fails goes again, unless what is installed lies there. */
  private async orClear<Result>(record: InstalledRecord, step: () => Promise<Result>): Promise<Result> {
    try {
      return await step();
    } catch (error) {
      if (!this.installedPlaces().has(record.place)) await this.folder.clear(record);
      throw error;
    }
  }

  /** Who acts; the host's own program where nobody was named, e.g. after a start. */
  private actOf(act: Act | undefined): Act {
    return act ?? { actor: "plugins", authority: "delegate", at: new Date(this.nowMs()).toISOString() };
  }

  private nowMs(): number {
    return (this.options.now ?? Date.now)();
  }

  private records(): readonly InstalledRecord[] {
    return [...this.heldBack.values(), ...[...this.running.values()].map(({ record }) => record)];
  }

  /** Where files have to stay: of what is installed, and of versions that could not be taken back. */
  private installedPlaces(): ReadonlySet<string> {
    const others = [...this.running.values()].flatMap(({ otherPlace }) => otherPlace ?? []);
    return new Set([...this.records(), ...others].map(({ place }) => place));
  }

  /** @param next - in the place of the one of this name; nothing: it is not installed any more. */
  private save(name: string, next?: InstalledRecord): Promise<void> {
    const others = this.records().filter((record) => record.name !== name);
    return this.folder.keep(next === undefined ? others : [...others, next]);
  }

  private find(name: string): InstalledPlugin {
    const found = this.list().find((one) => one.name === name);
    if (found === undefined) throw new PluginError("PLUGIN_UNKNOWN", { package: name });
    return found;
  }

  private require(name: string): Running {
    const found = this.running.get(name);
    if (found === undefined) throw new PluginError("PLUGIN_UNKNOWN", { package: name });
    return found;
  }

  /** Writes a change down and carries it out; what fails is neither. */
  private async saved(before: InstalledRecord, next: InstalledRecord | undefined, step: () => Promise<void>) {
    await this.save(before.name, next);
    try {
      await step();
    } catch (error) {
      await this.save(before.name, before);
      throw error;
    }
  }

  /** Once, before the first change: what is written down of others is not lost by it. */
  private async read(): Promise<void> {
    if (this.isRead) return;
    for (const record of await this.folder.installed()) this.heldBack.set(record.name, record);
    this.isRead = true;
  }

  private inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const turn = this.changing.then(() => this.read()).then(change);
    this.changing = turn.catch(() => undefined);
    return turn;
  }
}

const errorOf = (error: unknown): Error => (error instanceof Error ? error : new Error("unknown"));
