import type { EncodedConflict, EncodedGroup, GroupStep, StepName } from "../codec/encoded-group.js";
import type { SqliteDatabase, SqliteStatement } from "../database/sqlite-database.js";
import { column } from "./column.js";
import { CONFLICT_STATEMENTS } from "./conflict-statements.js";
import { STEP_STATEMENTS } from "./step-statements.js";

/** Rows of contents that one statement inserts; what a call costs then no longer counts. */
const CONTENTS_AT_ONCE = 32;
const INSERT_CONTENTS = "INSERT INTO message_contents (sequence, content) VALUES ";
const ROW = "(?, ?)";
const MANY_ROWS = Array.from({ length: CONTENTS_AT_ONCE }, () => ROW).join(", ");

/** Applies encoded groups to the tables; the transaction around it is the caller's. */
export class GroupWriter {
  private readonly statements = new Map<string, SqliteStatement>();

  constructor(private readonly database: SqliteDatabase) {}

  apply(group: EncodedGroup): EncodedConflict[] {
    const conflicts: EncodedConflict[] = [];
    for (const step of group.steps) {
      const { changes } = this.run(step, group.bytes);
      switch (step.name) {
        case "message-insert":
        case "message-insert-fresh": {
          const leftOut = new Set<number>();
          if (Number(changes) < step.count) conflicts.push(...this.conflicts(step, group, leftOut));
          this.insertContents(group.contents, leftOut);
          break;
        }
        case "inbound-insert":
          if (Number(changes) < step.count) conflicts.push(...this.conflicts(step, group, new Set()));
          break;
        default:
      }
    }
    return conflicts;
  }

  /** The conflicts of a group that was applied before. */
  allConflicts(group: EncodedGroup): EncodedConflict[] {
    return group.steps.flatMap((step) =>
      step.name === "inbound-insert" || step.name.startsWith("message-insert")
        ? this.conflicts(step, group, new Set())
        : [],
    );
  }

  private run({ name, rows }: GroupStep, bytes: Uint8Array | undefined): { readonly changes: number | bigint } {
    const statement = this.prepared(name, STEP_STATEMENTS[name]);
    return takesBytes(name) ? statement.run(bytes ?? null, rows) : statement.run(rows);
  }

  /** @param leftOut - filled with the sequences of rows that were not inserted. */
  private conflicts(step: GroupStep, group: EncodedGroup, leftOut: Set<number>): EncodedConflict[] {
    const kind = step.name === "inbound-insert" ? "inbound" : "message";
    return this.prepared(`${kind}-conflicts`, CONFLICT_STATEMENTS[kind])
      .all(step.rows)
      .map((row) => {
        leftOut.add(column.number(row, "sequence"));
        // Of two inserts in one group the first has no contents in its table yet.
        const content = column.text(row, "content") || contentOf(group, column.number(row, "existing_sequence"));
        return {
          step: kind,
          position: column.number(row, "position"),
          existingId: column.text(row, "existing_id"),
          contentHash: kind === "message" ? (content.split(" ", 1)[0] ?? "") : "",
          acceptedAtMs: column.number(row, "accepted_at_ms"),
        };
      });
  }

  private insertContents(contents: readonly (number | string)[], leftOut: ReadonlySet<number>): void {
    const kept = leftOut.size === 0 ? contents : withoutSequences(contents, leftOut);
    const width = CONTENTS_AT_ONCE * 2;
    let from = 0;
    for (; from + width <= kept.length; from += width) {
      this.contentStatement(true).run(...kept.slice(from, from + width));
    }
    for (; from < kept.length; from += 2) this.contentStatement(false).run(...kept.slice(from, from + 2));
  }

  private contentStatement(isMany: boolean): SqliteStatement {
    return isMany
      ? this.prepared("contents-insert", INSERT_CONTENTS + MANY_ROWS)
      : this.prepared("content-insert", INSERT_CONTENTS + ROW);
  }

  private prepared(name: string, sql: string): SqliteStatement {
    let statement = this.statements.get(name);
    if (!statement) this.statements.set(name, (statement = this.database.prepare(sql)));
    return statement;
  }
}

function takesBytes(name: StepName): boolean {
  return name === "blob-insert" || name === "inbound-insert";
}

function contentOf({ contents }: EncodedGroup, sequence: number): string {
  const at = contents.findIndex((value, index) => index % 2 === 0 && value === sequence);
  return String(contents[at + 1] ?? "");
}

function withoutSequences(contents: readonly (number | string)[], leftOut: ReadonlySet<number>): (number | string)[] {
  return contents.filter((_, index) => !leftOut.has(Number(contents[index - (index % 2)])));
}
