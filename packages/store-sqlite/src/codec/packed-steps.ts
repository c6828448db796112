import type { FreshRows, InsertName, InsertStep } from "./encoded-group.js";
import { packRows } from "./pack-rows.js";

/** Inserts of one table, and where they belong; see {@link InsertStep}. */
export interface RowsToPack {
  readonly fields: readonly string[];
  /** Of a row, its tail counted. */
  readonly width: number;
  readonly first: number;
  readonly position: number;
  readonly tails?: readonly Uint8Array[];
  readonly fresh?: FreshRows;
}

/** @returns the steps, mostly one; none when there are no rows. */
export function packedSteps(name: InsertName, rows: RowsToPack): InsertStep[] {
  const { fields, width, tails, fresh } = rows;
  if (fields.length === 0) return [];
  let done = 0;
  return packRows(fields, width, tails).map(({ count, ...packed }) => {
    const from = done;
    done += count;
    return {
      ...packed,
      count,
      name,
      first: rows.first + from,
      position: rows.position + from,
      fresh: fresh && { ...fresh, channels: fresh.channels.slice(from, done) },
    };
  });
}
