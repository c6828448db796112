// From source the page's script is put together when it is first asked for; the build puts the reader of the built one in this one's place (scripts/tsup-preset.ts).
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

export function pageScript() {
  const entryPoints = [fileURLToPath(new URL("./browser/index.ts", import.meta.url))];
  const built = buildSync({ entryPoints, bundle: true, minify: true, format: "esm", target: "es2022", write: false });
  return built.outputFiles[0].text;
}
