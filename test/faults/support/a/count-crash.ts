import type { ReceivingEnd } from "./receiving-ends.js";
import type { HostRun } from "./run-host.js";

/**
 * What became of acknowledged messages.
 * - lost: not with the provider, and not shown to the host as `unknown` either (a provider without keys: nobody can know, and it is said).
 * - duplicated: with the provider twice as two messages.
 */
export function countCrash(
  acknowledged: ReadonlyMap<string, string>,
  recovery: HostRun,
  ends: readonly ReceivingEnd[],
): { readonly lost: number; readonly duplicated: number } {
  const texts = ends.flatMap((end) => end.texts());
  const arrived = new Set(texts);
  let lost = 0;
  for (const [id, text] of acknowledged) if (!arrived.has(text) && recovery.states.get(id) !== "unknown") lost += 1;
  return { lost, duplicated: texts.length - arrived.size };
}
