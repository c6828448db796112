import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ProviderV1 } from "@plugboard/core/spec";
import { z } from "zod";
import type { DocumentedProvider } from "./documented-provider.js";
import { repositoryRoot } from "./repository-root.js";

const packageSchema = z.object({
  name: z.string(),
  exports: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])),
});
const providerSchema = z.custom<ProviderV1>(
  (value) => typeof value === "object" && value !== null && "manifest" in value && "settingsSchema" in value,
);
/** Simulators, and what runs in a page. */
const NOT_A_HOSTS = /\/(testing|browser)\//;

/** Every provider that a package of the tree exports, by id: what is found is what is published, no list is kept by hand. */
export async function findProviders(): Promise<readonly DocumentedProvider[]> {
  const found: DocumentedProvider[] = [];
  const folders = readdirSync(join(repositoryRoot, "packages")).filter(
    (name) => name.startsWith("provider-") && name !== "provider-testkit",
  );
  for (const folder of folders.sort()) {
    const path = join(repositoryRoot, "packages", folder, "package.json");
    if (!existsSync(path)) continue;
    const { name, exports } = packageSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    for (const [subpath, target] of Object.entries(exports)) {
      const source = typeof target === "string" ? undefined : target["@plugboard/source"];
      if (source === undefined || NOT_A_HOSTS.test(source)) continue;
      const specifier = `${name}${subpath.slice(1)}`;
      const module: unknown = await import(specifier);
      for (const [exportName, value] of Object.entries({ ...(module as object) })) {
        const provider = providerSchema.safeParse(value);
        if (!provider.success) continue;
        const entry = join("packages", folder, source);
        found.push({ packageName: name, specifier, exportName, provider: provider.data, entry });
      }
    }
  }
  return found.sort((a, b) => (a.provider.manifest.id < b.provider.manifest.id ? -1 : 1));
}
