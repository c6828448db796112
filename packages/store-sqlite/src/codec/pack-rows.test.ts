import Database from "libsql";
import { expect, test } from "vitest";
import { packedRowsOf } from "../worker/packed-rows-of.js";
import { packedValues } from "../worker/packed-values.js";
import { packRows } from "./pack-rows.js";
import type { PackedRows } from "./packed-rows.js";
import { unpackRows } from "./unpack-rows.js";

const database = new Database(":memory:");

/** What a statement finds in packed rows, and what the worker itself does. */
function taken(packed: readonly PackedRows[], width: number): { bySql: string[][]; byHand: string[][] } {
  const columns = Array.from({ length: width }, (_, field) => `hex(field${field}) AS f${field}`).join(", ");
  const statement = database.prepare(`SELECT ${columns} ${packedRowsOf(width)}`);
  const bySql = packed.flatMap((rows) =>
    statement.all(...packedValues(rows)).map((row) => Object.values(row as Record<string, string>)),
  );
  const byHand = packed.flatMap(unpackRows).map((row) => row.map((field) => field.toString("hex").toUpperCase()));
  return { bySql, byHand };
}

const hex = (text: string) => Buffer.from(text).toString("hex").toUpperCase();

test.each([
  ["ASCII", ["id-1", "head", "", "payload", "id-22", "another head", "key", "p"]],
  ["other text", ["id-1", "Kopf: Grüße", "", "日本", "id-22", "h", "🚆", "ä".repeat(500)]],
  ["halves of a character at a border", ["a\ud83d", "\ude86", "", "x", "b", "c", "d", "e"]],
])("gives rows of %s back field by field", (_what, fields) => {
  const packed = packRows(fields, 4);
  expect(packed).toHaveLength(1);
  const rows = [fields.slice(0, 4).map(hex), fields.slice(4).map(hex)];
  expect(taken(packed, 4)).toEqual({ bySql: rows, byHand: rows });
});

test("gives bytes back that end a row, none of them too", () => {
  const tails = [Uint8Array.of(0, 255, 10), new Uint8Array(0), Buffer.from("xx{}xx").subarray(2, 4)];
  const packed = packRows(["a", "ü", "b", "", "c", "y"], 3, tails);
  const rows = [
    [hex("a"), hex("ü"), "00FF0A"],
    [hex("b"), "", ""],
    [hex("c"), hex("y"), hex("{}")],
  ];
  expect(taken(packed, 3)).toEqual({ bySql: rows, byHand: rows });
});

test("packs rows apart whose places would be no whole numbers together", () => {
  const wide = "k".repeat(400);
  const fields = Array.from({ length: 64 }, (_, row) => [`${row}`, wide, wide, wide, "x".repeat(40_000)]).flat();
  const packed = packRows(fields, 5);
  expect(packed.length).toBeGreaterThan(1);
  expect(packed.reduce((sum, { count }) => sum + count, 0)).toBe(64);
  const { bySql, byHand } = taken(packed, 5);
  expect(byHand.flat()).toEqual(fields.map(hex));
  expect(bySql.flat()).toEqual(fields.map(hex));
});

test("moves a buffer of its own", () => {
  const [rows] = packRows(["a", "b"], 2);
  expect(rows?.bytes.buffer.byteLength).toBe(2);
});
