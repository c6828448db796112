import type { PublishedPackage } from "../release/published-package.js";

/** Source folders of what runs in a page. */
const FOR_PAGES = "/browser/";

/** What of a package a host imports: every subpath but what runs in a page, and the commands. */
export function entryPoints({ name, exports, bin }: PublishedPackage): string[] {
  const commands = new Set(Object.values(bin).map((path) => path.replace(/^\.\//, "")));
  return Object.entries(exports).flatMap(([subpath, target]) => {
    if (typeof target === "string" || target["@plugboard/source"]?.includes(FOR_PAGES)) return [];
    return commands.has(target["default"]?.replace(/^\.\//, "") ?? "") ? [] : [name + subpath.slice(1)];
  });
}
