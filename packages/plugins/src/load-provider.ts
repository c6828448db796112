import { pathToFileURL } from "node:url";
import type { ProviderManifest, ProviderV1 } from "@plugboard/core/spec";
import { type IsolationLimitsInput, type IsolationReport, isolateProvider, sameManifest } from "@plugboard/isolation";
import { errorName } from "./error-name.js";
import { PluginError } from "./plugin-error.js";
import type { IsolationLevel } from "./plugin-options.js";

export interface LoadedProvider {
  readonly provider: ProviderV1;
  /** Of an isolated one: what holds it on this machine. */
  readonly report?: IsolationReport;
  close(): void;
}

export interface ProviderToLoad {
  readonly packageName: string;
  readonly file: string;
  /** Of the package's files. */
  readonly fingerprint: string;
  readonly exportName: string;
  /** As published, and shown to people. */
  readonly manifest: ProviderManifest;
  /** Published beside a manifest that does not name them itself. */
  readonly subProcessors: ProviderManifest["subProcessors"];
  readonly level: IsolationLevel;
  readonly limits: IsolationLimitsInput;
}

/** Loads a provider at its level. @param isolate - how a process is made; for tests. @throws {PluginError} `PLUGIN_LOAD_FAILED` */
export async function loadProvider(wanted: ProviderToLoad, isolate = isolateProvider): Promise<LoadedProvider> {
  if (wanted.level === "isolated") {
    const { file: entry, exportName, manifest, limits } = wanted;
    const loaded = await isolate({ entry, exportName, manifest, limits });
    return { ...loaded, provider: naming(loaded.provider, wanted.subProcessors) };
  }
  return { provider: naming(await importProvider(wanted), wanted.subProcessors), close: () => undefined };
}

/** Whom data is passed on to, as the host shows it and holds the provider to it (R17). */
function naming(provider: ProviderV1, subProcessors: ProviderManifest["subProcessors"]): ProviderV1 {
  const { manifest } = provider;
  if (subProcessors === undefined || manifest.subProcessors !== undefined) return provider;
  const { specificationVersion, settingsSchema, credentialsSchema } = provider;
  const open: ProviderV1["open"] = (connection) => provider.open(connection);
  return { specificationVersion, settingsSchema, credentialsSchema, open, manifest: { ...manifest, subProcessors } };
}

/** Of the packages whose modules Node keeps in this process, by the file that was imported. */
const imported = new Map<string, string>();

async function importProvider(wanted: ProviderToLoad): Promise<ProviderV1> {
  const { packageName, file, fingerprint, exportName, manifest } = wanted;
  const failed = (error: string) => new PluginError("PLUGIN_LOAD_FAILED", { package: packageName, error });
  const before = imported.get(file) ?? fingerprint;
  if (before !== fingerprint) throw failed("other bytes were loaded from this place before: restart the host");
  imported.set(file, fingerprint);
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw failed(errorName(error));
  }
  const provider = module[exportName];
  if (!isProvider(provider)) throw failed(`no provider is exported as ${exportName}`);
  // What people were shown is what runs (R13, R17).
  if (!sameManifest(provider, manifest)) throw failed("MANIFEST_DIFFERS");
  return provider;
}

function isProvider(value: unknown): value is ProviderV1 {
  return (
    typeof value === "object" &&
    value !== null &&
    "manifest" in value &&
    "open" in value &&
    typeof value.open === "function"
  );
}
