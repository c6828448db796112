import type { StoreConflict, StoreWrite } from "../ports/store.js";
import { StoreError } from "../spec/errors/store-error.js";
import type { CommitGroup } from "./commit-group.js";

/** A write that must be kept is tried so often alone before it is given up. */
const TRIES = 3;
const PAUSE_MS = 50;

/** What happens to the parts. */
export interface ApartSteps {
  commit(writes: readonly StoreWrite[]): Promise<readonly StoreConflict[]>;
  /** Whether the store takes a write that nothing is wrong with. */
  takesOthers(): Promise<boolean>;
  isClosed(): boolean;
  onDurable(part: CommitGroup, conflicts: readonly StoreConflict[]): void;
  /** The store refuses it alone while it takes others. */
  onRefused(part: CommitGroup, error: unknown): void;
}

/** What could not be written, since the store takes nothing now; in order. */
export interface LeftOver {
  readonly left: readonly CommitGroup[];
  readonly error: unknown;
}

/**
 * Finds out of a group that failed as a whole what the store does not take: half by half, in order, until it stands alone. So one write that
 * can never be kept takes none of the others with it.
 * @returns nothing when every part was committed or refused for itself.
 */
export async function commitApart(
  group: CommitGroup,
  failure: unknown,
  steps: ApartSteps,
): Promise<LeftOver | undefined> {
  const parts = [group];
  let error = failure;
  let tries = 0;
  const goesOn = async (): Promise<boolean> =>
    !steps.isClosed() && !concernsAll(error) && (await steps.takesOthers()) && !steps.isClosed();
  if (!(await goesOn())) return { left: parts, error };
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    try {
      steps.onDurable(part, await steps.commit(part.writes));
      tries = 0;
      continue;
    } catch (caught) {
      error = caught;
    }
    if (!(await goesOn())) return { left: [part, ...parts.reverse()], error };
    const halves = part.halves();
    if (halves !== undefined) {
      parts.push(halves[1], halves[0]);
      continue;
    }
    tries += 1;
    if (part.mustKeep && tries < TRIES) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      parts.push(part);
      continue;
    }
    tries = 0;
    steps.onRefused(part, error);
  }
  return undefined;
}

/** A full, locked or damaged store says nothing of the write it failed with: a small one may fit where a large one does not. */
const concernsAll = (error: unknown): boolean => error instanceof StoreError && error.code !== "STORE_UNAVAILABLE";
