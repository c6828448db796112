import type { ContactCenter } from "@plugboard/core";

/**
 * Counts how often each call's end is told. By call, for an end is told when it is durable, and who asks for the state may know it before: on a busy
 * machine the end of one call is told while the next one is under way.
 * @returns ends told beyond the first of their call.
 */
export function countEnds(center: Pick<ContactCenter, "on">): { readonly again: () => number } {
  const ends = new Map<string, number>();
  center.on("call-state-changed", ({ sessionId, state }) => {
    if (state === "ended") ends.set(sessionId, (ends.get(sessionId) ?? 0) + 1);
  });
  return { again: () => [...ends.values()].reduce((sum, told) => sum + told - 1, 0) };
}
