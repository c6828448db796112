import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { packPackages } from "./pack-packages.js";

/** `npm run release:pack -- --out FOLDER`: every published package as a tarball, and their list for `publish.mjs`. */
const { values } = parseArgs({ options: { out: { type: "string", default: "release" } } });
try {
  const folder = resolve(values.out);
  const packed = await packPackages(join(import.meta.dirname, "../.."), folder);
  for (const { file, sizeBytes } of packed) console.log(`${file} ${(sizeBytes / 1_000).toFixed(0)} kB`);
  console.log(`${packed.length} packages in ${folder}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
