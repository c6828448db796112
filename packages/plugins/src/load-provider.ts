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
  readonly exportName: string;
  /** As published, and shown to people. */
  readonly manifest: ProviderManifest;
  readonly level: IsolationLevel;
  readonly limits: IsolationLimitsInput;
}

/** Loads a provider at its level. @param isolate - how a process is made; for tests. @throws {PluginError} `PLUGIN_LOAD_FAILED` */
export async function loadProvider(wanted: ProviderToLoad, isolate = isolateProvider): Promise<LoadedProvider> {
  if (wanted.level === "isolated") {
    const { file: entry, exportName, manifest, limits } = wanted;
    return isolate({ entry, exportName, manifest, limits });
  }
  return { provider: await importProvider(wanted), close: () => undefined };
}

async function importProvider({ packageName, file, exportName, manifest }: ProviderToLoad): Promise<ProviderV1> {
  const failed = (error: string) => new PluginError("PLUGIN_LOAD_FAILED", { package: packageName, error });
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
