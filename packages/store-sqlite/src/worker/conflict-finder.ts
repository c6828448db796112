import type { EncodedConflict, InsertStep } from "../codec/encoded-group.js";
import { messageHead } from "../codec/message-head.js";
import { inboundHead } from "../codec/inbound-head.js";
import { unpackRows } from "../codec/unpack-rows.js";
import type { SqliteDatabase } from "../database/sqlite-database.js";
import { column } from "./column.js";

/** Parameter: JSON array of [id, key] or [id, channel, key] per row of the step. */
const STATEMENTS = {
  messages: `SELECT v.key AS position, CAST(m.message_id AS BLOB) AS existing_id, CAST(m.head AS BLOB) AS head
    FROM json_each(?) AS v CROSS JOIN messages AS m
    ON m.owner_key = CAST(v.value->>1 AS BLOB) AND m.message_id <> CAST(v.value->>0 AS BLOB)`,
  inbound: `SELECT v.key AS position, CAST(r.raw_id AS BLOB) AS existing_id, CAST(r.head AS BLOB) AS head
    FROM json_each(?) AS v CROSS JOIN inbound AS r
    ON r.deduplication_key = CAST(v.value->>2 AS BLOB) AND r.channel_id = CAST(v.value->>1 AS BLOB)
      AND r.raw_id <> CAST(v.value->>0 AS BLOB)`,
} as const;

export type FoundConflict = EncodedConflict & {
  /** Of the row that was left out. */
  readonly sequence: number;
};

/** Finds who has the keys that rows of a group wanted. Asked only when rows were left out, so it may cost something. */
export class ConflictFinder {
  constructor(private readonly database: SqliteDatabase) {}

  /** @returns nothing for steps whose rows have no key. */
  find(step: InsertStep): FoundConflict[] {
    const { name } = step;
    if (name !== "messages" && name !== "inbound") return [];
    const wanted = unpackRows(step).map((fields) => {
      const [id, second, third] = fields.map((field) => field.toString());
      return name === "inbound" ? [id, second, third] : [id, third];
    });
    return this.database
      .prepare(STATEMENTS[name])
      .all(JSON.stringify(wanted))
      .map((row) => {
        const position = column.number(row, "position");
        const existing = {
          existingId: column.text(row, "existing_id"),
          ...existingOf(name, column.text(row, "head")),
        };
        return {
          ...existing,
          position: step.position + position,
          sequence: step.first + position,
        };
      });
  }
}

function existingOf(name: "messages" | "inbound", head: string) {
  if (name === "inbound") {
    return {
      kind: "inbound" as const,
      contentHash: "",
      acceptedAtMs: inboundHead.decode(head).recordedAtMs,
    };
  }
  const { contentHash, acceptedAtMs } = messageHead.decode(head);
  return { kind: "message" as const, contentHash, acceptedAtMs };
}
