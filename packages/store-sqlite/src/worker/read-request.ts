import type { SqliteValue } from "../database/sqlite-database.js";
import type { READ_STATEMENTS } from "./read-statements.js";
import type { SLICE_STATEMENTS } from "./slice-statements.js";

/** One read. With `slice` its statement's first two values, the bounds of the slice, are put before `values`. */
export interface ReadRequest {
  readonly name: keyof typeof READ_STATEMENTS;
  readonly values: readonly SqliteValue[];
  readonly slice?: {
    readonly of: keyof typeof SLICE_STATEMENTS;
    /** What the slice statement takes before `after`. */
    readonly values: readonly SqliteValue[];
    readonly after: number;
  };
}
