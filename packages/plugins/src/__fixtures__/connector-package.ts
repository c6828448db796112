import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packTarball } from "@plugboard/marketplace";
import { createHttpProvider } from "@plugboard/provider-testkit/http-provider";
import { build } from "esbuild";
import { onTestFinished } from "vitest";
import { rm } from "node:fs/promises";

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "plugboard-plugins-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface PackageChanges {
  readonly version?: string;
  /** Of its provider. */
  readonly id?: string;
  readonly coreRange?: string;
  /** Of the contract, as published. */
  readonly specificationVersion?: string;
  readonly termsVersion?: string;
  /** Beside the manifest. */
  readonly subProcessors?: readonly { readonly name: string; readonly country: string; readonly purpose: string }[];
  /** Instead of the real module. */
  readonly code?: string;
  readonly packageJson?: Readonly<Record<string, unknown>>;
  /** What the code says of itself, when it is not what is published. */
  readonly saysCoreRange?: string;
  /** Throws when a channel is opened. */
  readonly failsToOpen?: boolean;
}

/** The testkit's HTTP connector as a package of its own, built into one file. */
export async function connectorFiles(changes: PackageChanges = {}): Promise<Map<string, Uint8Array>> {
  const { version = "1.0.0", coreRange = "*", saysCoreRange = coreRange, termsVersion = "1" } = changes;
  const { manifest } = createHttpProvider();
  const { specificationVersion = manifest.specificationVersion, id = manifest.id } = changes;
  const documents = manifest.documents.map((one) => ({ ...one, version: termsVersion }));
  const published = { ...manifest, id, specificationVersion, version, coreRange, documents };
  const code =
    changes.code ?? (await connectorCode({ id, version, coreRange: saysCoreRange, documents }, changes.failsToOpen === true));
  const packageJson = {
    name: "@acme/connector",
    version,
    license: "MIT",
    type: "module",
    keywords: ["plugboard-provider"],
    exports: { ".": "./dist/index.js", "./package.json": "./package.json" },
    plugboard: { manifest: "./dist/plugboard.json" },
    ...changes.packageJson,
  };
  const passedOn = changes.subProcessors === undefined ? {} : { subProcessors: changes.subProcessors };
  const packageManifest = { formatVersion: 1, providers: [{ entry: ".", exportName: "acme", manifest: published, ...passedOn }] };
  const bytes = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
  return new Map([
    ["package.json", bytes(packageJson)],
    ["dist/plugboard.json", bytes(packageManifest)],
    ["dist/index.js", bytes(code)],
  ]);
}

export const connectorTarball = async (changes: PackageChanges = {}): Promise<Uint8Array> =>
  packTarball(await connectorFiles(changes));

/** Its provider's message ids begin with its version, so that a test sees which one carried a message. */
async function connectorCode(changes: { readonly version: string } & Readonly<Record<string, unknown>>, failsToOpen: boolean): Promise<string> {
  const built = await build({
    stdin: {
      contents: `import { createHttpProvider } from "@plugboard/provider-testkit/http-provider";
        globalThis.acmeRan = (globalThis.acmeRan ?? 0) + 1;
        const provider = createHttpProvider();
        const send = (messages) => async (transfer) => {
          const outcome = await messages.doSend(transfer);
          return { ...outcome, providerMessageId: ${JSON.stringify(changes.version)} + ":" + outcome.providerMessageId };
        };
        export const acme = {
          ...provider,
          manifest: { ...provider.manifest, ...${JSON.stringify(changes)} },
          open: async (connection) => {
            if (${String(failsToOpen)}) throw new TypeError("secret-canary");
            const { outboundMessages, ...instance } = await provider.open(connection);
            return { ...instance, outboundMessages: { ...outboundMessages, doSend: send(outboundMessages) } };
          },
        };`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["@plugboard/source"],
    logLevel: "error",
  });
  return built.outputFiles[0]?.text ?? "";
}
