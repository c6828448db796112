import { build } from "esbuild";
import { createBenchProvider } from "../plugboard/create-bench-provider.mjs";

const SOURCE = new URL("../plugboard/", import.meta.url).pathname;
/** What the connector is made with; its place in the module that is put together once. */
const OPTIONS = "__CONNECTOR_OPTIONS__";

/** @type {Map<boolean, Promise<string>>} */
const modules = new Map();

/** @param {boolean} bundled */
async function putTogether(bundled) {
  const built = await build({
    stdin: {
      contents: `import { createBenchProvider } from "./create-bench-provider.mjs";
        export const provider = createBenchProvider(${OPTIONS});`,
      resolveDir: SOURCE,
    },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
    ...(bundled ? {} : { external: ["@plugboard/*", "zod"] }),
  });
  return built.outputFiles[0].text;
}

/**
 * The bench's provider as a package of its own, the way `create-provider` makes one: its contract and zod are the host's.
 * @param {Parameters<typeof createBenchProvider>[0] & { name: string, bundled?: boolean }} options - `bundled`: with a contract and a zod of its own
 * @returns {Promise<Map<string, Uint8Array>>} bytes by path
 */
export async function connectorFiles({ name, bundled = false, ...options }) {
  if (!modules.has(bundled)) modules.set(bundled, putTogether(bundled));
  const code = await modules.get(bundled);
  const { manifest } = createBenchProvider(options);
  const packageJson = {
    name,
    version: "1.0.0",
    license: "MIT",
    type: "module",
    keywords: ["plugboard-provider"],
    exports: { ".": "./dist/index.js", "./package.json": "./package.json" },
    plugboard: { manifest: "./dist/plugboard.json" },
  };
  const packageManifest = { formatVersion: 1, providers: [{ entry: ".", exportName: "provider", manifest }] };
  return new Map([
    ["package.json", Buffer.from(JSON.stringify(packageJson))],
    ["dist/plugboard.json", Buffer.from(JSON.stringify(packageManifest))],
    ["dist/index.js", Buffer.from(code.replace(OPTIONS, () => JSON.stringify(options)))],
  ]);
}
