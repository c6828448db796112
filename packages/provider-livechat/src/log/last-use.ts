import type { RecordChange } from "@plugboard/core/spec";
import { recordIds } from "./record-ids.js";
import type { SessionRecord } from "./session-record.js";

const DAY_MS = 86_400_000;

export const dayOf = (atMs: number): number => Math.max(0, Math.floor(atMs / DAY_MS));

/** Says under its day that a conversation was used, so that what is over is found without reading what is not. */
export const lastUseChange = (sessionId: string, usedAtMs: number): RecordChange => ({
  kind: "put",
  id: recordIds.lastUse(dayOf(usedAtMs), sessionId),
  value: JSON.stringify(sessionId),
});

/** A use of a conversation, where it is the first one of a day: once a day is enough, for it is days that count. */
export function firstUseOfDay(
  sessionId: string,
  { usedAtMs }: SessionRecord,
  nowMs: number,
): { readonly session: Partial<SessionRecord>; readonly changes: readonly RecordChange[] } | undefined {
  if (dayOf(nowMs) <= dayOf(usedAtMs)) return undefined;
  const before: RecordChange = { kind: "delete", id: recordIds.lastUse(dayOf(usedAtMs), sessionId) };
  return { session: { usedAtMs: nowMs }, changes: [before, lastUseChange(sessionId, nowMs)] };
}
