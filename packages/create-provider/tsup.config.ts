import { packageBuild } from "../../scripts/tsup-preset.js";

// The guide is the template: one text, which a test builds a provider from.
export default packageBuild({ copies: ["../../docs/write-a-provider.md"] });
