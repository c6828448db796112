import { RowUnreadable } from "./row-unreadable.js";

/**
 * One row as the database gave it, read by position and checked by type. By hand instead of by schema, because ten thousand rows are read
 * while a host starts. @throws {RowUnreadable} what does not fit.
 */
export class Row {
  private constructor(private readonly values: readonly unknown[]) {}

  /** @param json - an array of arrays. */
  static all(json: string): Row[] {
    const rows = parsed(json);
    if (!Array.isArray(rows)) throw new RowUnreadable("rows are no array");
    return rows.map((row) => Row.of(row));
  }

  /** @param json - an array. */
  static one(json: string): Row {
    return Row.of(parsed(json));
  }

  number(at: number): number {
    const value = this.values[at];
    if (typeof value !== "number") throw new RowUnreadable(`value ${at} is no number`);
    return value;
  }

  text(at: number): string {
    const value = this.values[at];
    if (typeof value !== "string") throw new RowUnreadable(`value ${at} is no text`);
    return value;
  }

  optionalNumber(at: number): number | undefined {
    return this.values[at] === null ? undefined : this.number(at);
  }

  optionalText(at: number): string | undefined {
    return this.values[at] === null ? undefined : this.text(at);
  }

  private static of(row: unknown): Row {
    if (!Array.isArray(row)) throw new RowUnreadable("a row is no array");
    return new Row(row);
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new RowUnreadable("a row is no JSON", { cause });
  }
}
