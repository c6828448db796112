import { cpSync } from "node:fs";
import { packageBuild } from "../../scripts/tsup-preset.js";

const build = packageBuild();
// The guide is the template: one text, which a test builds a provider from.
cpSync("../../docs/write-a-provider.md", "dist/write-a-provider.md");

export default build;
