import { join } from "node:path";
import { isolateProvider } from "@plugboard/isolation";
import { writeFiles } from "@plugboard/marketplace";
import { createBenchProvider } from "../plugboard/create-bench-provider.mjs";
import { connectorFiles } from "./connector-files.mjs";
import { projectFolder } from "./project-folder.mjs";

/**
 * The bench's provider as a connector in a process of its own.
 * @param {string} directory - an empty one
 * @param {Parameters<typeof createBenchProvider>[0] & { bundled?: boolean }} options
 * @returns {Promise<() => Promise<import("@plugboard/isolation").IsolatedProvider>>} makes one, each time anew
 */
export async function isolateConnector(directory, { bundled, ...options }) {
  const place = join(projectFolder(directory), "isolated");
  await writeFiles(await connectorFiles({ name: "@bench/isolated", ...options, bundled }), place);
  const { manifest } = createBenchProvider(options);
  return () => isolateProvider({ entry: join(place, "dist/index.js"), exportName: "provider", manifest });
}
