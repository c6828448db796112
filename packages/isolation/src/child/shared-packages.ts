import * as contract from "@plugboard/core/spec";
import corePackage from "@plugboard/core/package.json" with { type: "json" };
import * as zod from "zod";
import zodPackage from "zod/package.json" with { type: "json" };
import type { Namespace } from "./import-by-node.js";

/** What this process is made with itself, and a connector imports. */
const PACKAGES = [
  { name: "@plugboard/core", version: corePackage.version, specifier: "@plugboard/core/spec", namespace: contract },
  { name: "zod", version: zodPackage.version, specifier: "zod", namespace: zod },
] as const;

/**
 * The modules a connector shares with its process: of packages that are there for it in the very version the process was built with.
 * @param versions - by the package's name, as the connector would find it
 */
export function sharedPackages(versions: Readonly<Record<string, string>>): ReadonlyMap<string, Namespace> {
  return new Map(
    PACKAGES.filter(({ name, version }) => versions[name] === version).map(({ specifier, namespace }) => [
      specifier,
      namespace,
    ]),
  );
}
