import { packageBuild } from "../../scripts/tsup-preset.js";

export default packageBuild({ wholeWorkers: true });
