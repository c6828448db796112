import { join } from "node:path";

/** The folder of the repository, as an absolute path. */
export const repositoryRoot = join(import.meta.dirname, "../..");
