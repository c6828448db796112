import { failureOf } from "./failure-of.js";
import type { StoreFailure } from "./store-failure.js";

/** A path that leads to no file of ours, now or ever: no try again will mend it. */
const UNUSABLE: ReadonlySet<string> = new Set([
  ...["ENOENT", "ENOTDIR", "EISDIR", "EEXIST", "EACCES", "EPERM", "EROFS", "ENAMETOOLONG", "ELOOP", "EINVAL"],
  ...["ENXIO", "ENODEV", "SQLITE_CANTOPEN", "SQLITE_READONLY"],
]);

/** As {@link failureOf}, of what went wrong while the database was opened. */
export function openingFailureOf(error: unknown, path: string): StoreFailure {
  const failure = failureOf(error, path);
  const { code, systemCode = "" } = failure;
  return code === "STORE_UNAVAILABLE" && UNUSABLE.has(systemCode)
    ? { ...failure, code: "STORE_PATH_UNUSABLE" }
    : failure;
}
