import type { EncodedConflict, EncodedGroup, FlatValue, InsertStep } from "../codec/encoded-group.js";
import type { SqliteDatabase } from "../database/sqlite-database.js";
import { column } from "./column.js";

/** Parameter: JSON array of [sequence, id, key, owner of the key] per row of the group. */
const STATEMENTS = {
  message: `SELECT v.key AS position, v.value->>0 AS sequence, CAST(m.message_id AS BLOB) AS existing_id, m.accepted_at_ms,
      m.sequence AS existing_sequence, CAST(coalesce(c.content, '') AS BLOB) AS content
    FROM json_each(?) AS v
    JOIN messages AS m ON m.idempotency_key = v.value->>2 AND m.account_id = v.value->>3 AND m.message_id <> v.value->>1
    LEFT JOIN message_contents AS c ON c.sequence = m.sequence`,
  inbound: `SELECT v.key AS position, v.value->>0 AS sequence, CAST(r.raw_id AS BLOB) AS existing_id, r.recorded_at_ms AS accepted_at_ms
    FROM json_each(?) AS v
    JOIN inbound AS r ON r.deduplication_key = v.value->>2 AND r.channel_id = v.value->>3 AND r.raw_id <> v.value->>1`,
} as const;

/** Where an insert step has what the statement asks for. */
const LAYOUTS = {
  "messages-fresh": { kind: "message", width: 7, key: 4, owner: 2 },
  messages: { kind: "message", width: 13, key: 4, owner: 2 },
  inbound: { kind: "inbound", width: 16, key: 5, owner: 3 },
} as const;

export type FoundConflict = EncodedConflict & {
  /** Of the row that was left out. */
  readonly sequence: number;
};

/** Finds who has the keys that rows of a group wanted. Asked only when rows were left out, so it may cost something. */
export class ConflictFinder {
  constructor(private readonly database: SqliteDatabase) {}

  /** @returns nothing for steps whose rows have no key. */
  find(step: InsertStep, group: EncodedGroup): FoundConflict[] {
    if (!hasKeys(step.name)) return [];
    const { kind, width, key, owner } = LAYOUTS[step.name];
    const wanted: (readonly FlatValue[])[] = [];
    for (let at = 0; at < step.values.length; at += width) {
      wanted.push([0, 1, key, owner].map((offset) => step.values[at + offset] ?? null));
    }
    return this.database
      .prepare(STATEMENTS[kind])
      .all(JSON.stringify(wanted))
      .map((row) => ({
        kind,
        position: column.number(row, "position"),
        sequence: column.number(row, "sequence"),
        existingId: column.text(row, "existing_id"),
        contentHash: kind === "message" ? contentHashOf(row, group) : "",
        acceptedAtMs: column.number(row, "accepted_at_ms"),
      }));
  }
}

function hasKeys(name: InsertStep["name"]): name is keyof typeof LAYOUTS {
  return name in LAYOUTS;
}

/** Of two inserts in one group the first has no contents in its table yet. */
function contentHashOf(row: unknown, { steps }: EncodedGroup): string {
  let content: unknown = column.text(row, "content");
  if (content === "") {
    const contents = steps.find((step) => step.name === "message-contents");
    const values: readonly FlatValue[] = contents && "values" in contents ? contents.values : [];
    const existing = column.number(row, "existing_sequence");
    content = values[values.findIndex((value, index) => index % 2 === 0 && value === existing) + 1];
  }
  return String(content).split(" ", 1)[0] ?? "";
}
