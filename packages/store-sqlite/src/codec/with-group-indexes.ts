import type { StoreConflict, StoreWrite } from "@plugboard/core";
import type { EncodedConflict } from "./encoded-group.js";

/** Turns positions among the inserts of a kind back into positions in the group. */
export function withGroupIndexes(
  group: readonly StoreWrite[],
  conflicts: readonly EncodedConflict[],
): readonly StoreConflict[] {
  if (conflicts.length === 0) return [];
  const indexes = { message: [] as number[], inbound: [] as number[] };
  for (const [index, { kind }] of group.entries()) {
    if (kind === "message-insert") indexes.message.push(index);
    else if (kind === "inbound-insert") indexes.inbound.push(index);
  }
  return conflicts
    .map(({ kind, position, ...existing }) => ({ index: indexes[kind][position] ?? -1, ...existing }))
    .sort((left, right) => left.index - right.index);
}
