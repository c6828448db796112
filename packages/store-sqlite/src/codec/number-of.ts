import { RowUnreadable } from "./row-unreadable.js";

/** @throws {RowUnreadable} for anything but digits. */
export function numberOf(text: string | undefined): number {
  const number = text === undefined || text === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) throw new RowUnreadable("a number is none");
  return number;
}
