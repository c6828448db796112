// From source the element is put together when it is first asked for; the build puts the reader of its own file in this one's place (scripts/tsup-preset.ts).
import { buildSync } from "esbuild";

export function elementScript() {
  const entry = new URL("./browser/index.ts", import.meta.url).pathname;
  const built = buildSync({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  return built.outputFiles[0].text;
}
