import { isForPages } from "./is-for-pages.js";
import type { ImportedName } from "./imports-of.js";
import { CORE_LAYERS } from "./core-layers.js";
import type { PackageManifest } from "./package-manifest.js";
import type { Place } from "./place.js";

/** One import seen from where it stands. */
export interface ImportCase {
  readonly path: string;
  readonly place: Place;
  readonly imported: ImportedName;
  /** Manifests of this repository's packages by name. */
  readonly manifests: ReadonlyMap<string, PackageManifest>;
}

/** A rule returns what is wrong, or undefined. */
export type ImportRule = (one: ImportCase) => string | undefined;

const NETWORK = ["http", "https", "http2", "net", "tls", "dgram", "dns", "child_process"];
/** Ways to reach those through a side door. */
const SIDE_DOORS = ["module", "vm", "cluster", "inspector", "repl", "process", "wasi"];
const SCOPE = "@plugboard/";
const CORE = "@plugboard/core";
const TESTKIT = "@plugboard/provider-testkit";

/** By the name under which a breach is reported; the order is the order of DESIGN.md. */
export const IMPORT_RULES: Readonly<Record<string, ImportRule>> = {
  "spec-imports-only-zod": ({ place, imported }) => {
    if (place.isTest || place.kind !== "core" || place.folder !== "spec") return undefined;
    if (imported.isTypeOnly && imported.builtin === "stream") return undefined; // the shape of an injected socket
    const foreign = imported.builtin ?? (imported.packageName === "zod" ? undefined : imported.packageName);
    return foreign && `the contract depends on zod only, not on ${imported.specifier}`;
  },

  "policy-does-no-io": ({ place, imported }) => {
    if (place.isTest || place.kind !== "core" || place.folder !== "policy") return undefined;
    const pure = imported.packageName === undefined || ["zod", "tsyringe"].includes(imported.packageName);
    return imported.builtin === undefined && pure
      ? undefined
      : `a policy decides from what it is given, it does not use ${imported.specifier}`;
  },

  "core-layers": ({ place, imported }) => {
    if (place.isTest || place.kind !== "core" || place.folder === undefined) return undefined;
    const layer = CORE_LAYERS[place.folder];
    if (!layer) return `${place.folder}/ has no place in test/architecture/core-layers.ts`;
    const inside = /^packages\/core\/src\/(.+?)(\.js)?$/.exec(imported.target ?? "")?.[1];
    if (inside === undefined || inside.startsWith(`${place.folder}/`)) return undefined;
    const open = [...layer.imports, ...(imported.isTypeOnly ? (layer.knows ?? []) : [])];
    const allowed = open.some((entry) => inside === entry || inside.startsWith(`${entry}/`));
    return allowed ? undefined : `${place.folder}/ may import ${open.join(", ")}; not ${inside}`;
  },

  "core-knows-no-plugin": ({ place, imported }) => {
    if (place.isTest || place.kind !== "core") return undefined;
    const own = imported.packageName?.startsWith(SCOPE) ?? false;
    return own || imported.packageName === "vitest" ? `core never imports ${imported.specifier}` : undefined;
  },

  "undici-only-in-egress": ({ place, imported }) => {
    if (place.isTest || place.kind !== "core" || imported.packageName !== "undici") return undefined;
    return place.folder === "egress" ? undefined : "core/src/egress is the only way out";
  },

  "provider-imports-only-the-contract": ({ place, imported }) => {
    if (place.isTest || place.kind !== "provider" || imported.packageName !== CORE) return undefined;
    return imported.specifier === `${CORE}/spec`
      ? undefined
      : `a provider sees ${CORE}/spec, not ${imported.specifier}`;
  },

  "provider-imports-no-provider": ({ place, imported }) => {
    if (place.kind !== "provider") return undefined;
    const other = imported.packageName?.startsWith(`${SCOPE}provider-`) ?? false;
    return other && imported.packageName !== TESTKIT && imported.packageName !== `${SCOPE}${place.unit ?? ""}`
      ? `a provider never imports ${imported.specifier}`
      : undefined;
  },

  "provider-opens-no-connection": ({ place, imported }) => {
    if (place.isTest || place.kind !== "provider") return undefined;
    const builtin = imported.builtin?.split("/")[0];
    // A simulator is the other side of the wire: it listens on the loopback address.
    const names = isSimulator(place) ? SIDE_DOORS : [...NETWORK, ...SIDE_DOORS];
    const closed = builtin !== undefined && names.includes(builtin);
    return closed || imported.packageName === "undici"
      ? `a provider reaches the network through the injected http and sockets, not ${imported.specifier}`
      : undefined;
  },

  "provider-folders-stay-apart": ({ place, imported, manifests }) => {
    if (place.isTest || place.kind !== "provider" || place.folder === undefined || isSimulator(place)) return undefined;
    const other = /^packages\/[^/]+\/src\/([^/]+)\//.exec(imported.target ?? "")?.[1];
    const subpaths = manifests.get(`${SCOPE}${place.unit ?? ""}`)?.exports ?? {};
    const both = `./${place.folder}` in subpaths && other !== undefined && `./${other}` in subpaths;
    return both && other !== place.folder && other !== "testing"
      ? `a provider never imports another one's folder: ${imported.specifier}`
      : undefined;
  },

  "provider-imports-no-simulator": ({ place, imported }) => {
    if (place.isTest || place.kind !== "provider" || isSimulator(place)) return undefined;
    return imported.target?.includes("/src/testing/") || imported.packageName === "msw"
      ? `simulators are for tests: ${imported.specifier}`
      : undefined;
  },

  "pages-stay-apart": ({ path, place, imported }) => {
    if (place.isTest || imported.target === undefined || imported.isTypeOnly) return undefined;
    // A page's code passes by the egress guard, so no code of the host may lean on it.
    return isForPages(imported.target) && !isForPages(path)
      ? `${imported.specifier} is for a page; the host does not run it`
      : undefined;
  },

  "container-stays-in-core": ({ place, imported }) => {
    if (imported.packageName !== "tsyringe" && imported.packageName !== "reflect-metadata") return undefined;
    return place.area !== "package" || place.kind === "core" || place.isTest
      ? undefined
      : "plugins and stores see no container";
  },

  "store-imports-only-core": ({ place, imported }) => {
    if (place.isTest || place.kind !== "store" || !imported.packageName?.startsWith(SCOPE)) return undefined;
    return imported.packageName === CORE
      ? undefined
      : `a store implements core's ports; it never imports ${imported.specifier}`;
  },

  "only-tests-import-the-testkit": ({ place, imported }) => {
    if (imported.packageName !== TESTKIT || place.isTest || place.kind === "testkit") return undefined;
    // Its fixtures for the conformance kit have the kit's types, and nothing of it at run time.
    if (isSimulator(place) && imported.isTypeOnly) return undefined;
    return place.area === "bench" ? undefined : "the testkit is for tests";
  },

  "testkit-knows-core-only": ({ place, imported }) => {
    if (place.isTest || place.kind !== "testkit" || !imported.packageName?.startsWith(SCOPE)) return undefined;
    return imported.packageName === CORE
      ? undefined
      : `the testkit serves every provider and store, so it imports none: ${imported.specifier}`;
  },

  "no-deep-import": ({ path, place, imported, manifests }) => {
    if (imported.target !== undefined) {
      if (place.unit === undefined) {
        return /^packages\/[^/]+\/src\//.test(imported.target)
          ? `import the package by name, not ${imported.specifier}`
          : undefined;
      }
      const home = path.split("/", 2).join("/");
      const inScripts = imported.target.startsWith("scripts/") && !path.includes("/src/");
      return imported.target.startsWith(`${home}/`) || inScripts ? undefined : `${imported.specifier} leaves ${home}`;
    }
    const manifest = imported.packageName === undefined ? undefined : manifests.get(imported.packageName);
    if (!manifest || imported.packageName === undefined) return undefined;
    const subpath = `.${imported.specifier.slice(imported.packageName.length)}`;
    return subpath in manifest.exports ? undefined : `${imported.specifier} is not exported by ${imported.packageName}`;
  },

  "dependencies-are-declared": ({ path, place, imported, manifests }) => {
    if (/(?:-worker|\/page-script)\.js$/.test(path)) return undefined; // work from source; the build replaces them
    if (place.isTest || place.area !== "package" || imported.packageName === undefined) return undefined;
    const name = `${SCOPE}${place.unit ?? ""}`;
    const manifest = manifests.get(name);
    if (!manifest || imported.packageName === name) return undefined;
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies };
    return imported.packageName in declared
      ? undefined
      : `${imported.specifier} is not among the dependencies of ${name}`;
  },
};

/** `src/testing` of a provider package: what its `./testing` entry publishes for the tests of a host. */
function isSimulator(place: Place): boolean {
  return place.kind === "provider" && place.folder === "testing";
}
