import type { EncodedConflict, InsertStep } from "../codec/encoded-group.js";
import { messageHead } from "../codec/message-head.js";
import { unpackRows } from "../codec/unpack-rows.js";
import type { SqliteDatabase } from "../database/sqlite-database.js";
import { column } from "./column.js";

/** Parameter: JSON array of [id, key] per row of the step. */
const MESSAGES = `SELECT v.key AS position, CAST(m.message_id AS BLOB) AS existing_id, CAST(m.head AS BLOB) AS head
  FROM json_each(?) AS v CROSS JOIN messages AS m
  ON m.owner_key = CAST(v.value->>1 AS BLOB) AND m.message_id <> CAST(v.value->>0 AS BLOB)`;

export type FoundConflict = EncodedConflict & {
  /** Of the row that was left out. */
  readonly sequence: number;
};

/** Finds who has the keys that messages of a group wanted. Asked only when rows were left out, so it may cost something. For deliveries see `InboundKeys`. */
export class ConflictFinder {
  constructor(private readonly database: SqliteDatabase) {}

  /** @returns nothing for steps of anything else. */
  find(step: InsertStep): FoundConflict[] {
    if (step.name !== "messages") return [];
    const wanted = unpackRows(step).map(([id, , key]) => [id?.toString(), key?.toString()]);
    return this.database
      .prepare(MESSAGES)
      .all(JSON.stringify(wanted))
      .map((row) => {
        const position = column.number(row, "position");
        const { contentHash, acceptedAtMs } = messageHead.decode(column.text(row, "head"));
        return {
          kind: "message",
          existingId: column.text(row, "existing_id"),
          contentHash,
          acceptedAtMs,
          position: step.position + position,
          sequence: step.first + position,
        };
      });
  }
}
