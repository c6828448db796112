import { z } from "zod";
import type { RecoveryReport } from "./recovery-report.js";

/** Options of {@link sqliteStore}. */
export const sqliteStoreOptionsSchema = z.strictObject({
  /**
   * `"quick"` (default) looks for damaged pages in files up to 16 MB, and in larger ones after the log was found damaged; `"full"` always
   * does, which takes about a second per 200 MB.
   */
  check: z.enum(["quick", "full"]).optional(),
  /**
   * A module, imported in the worker thread, to use instead of libsql: a package name or the URL of a file that exports
   * `openDatabase(path)`, see `SqliteDriver`.
   */
  driver: z.union([z.string().min(1), z.instanceof(URL)]).optional(),
  /** Told what opening found after a crash, before `open` resolves, and again should the worker thread have to be replaced. */
  onRecovery: z.custom<(report: RecoveryReport) => void>((value) => typeof value === "function").optional(),
});
export type SqliteStoreOptions = z.infer<typeof sqliteStoreOptionsSchema>;
