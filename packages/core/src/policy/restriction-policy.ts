import { type Refusal, refusal } from "./refusal.js";

/** What stands against messages to one person (R15). */
export interface StandingRestriction {
  /** `restricted`: GDPR Art. 18; `objected`: Art. 21; `erasing`: an erasure under way. */
  readonly kind: "restricted" | "objected" | "erasing";
  /** Of an objection: the purposes it is against; against all when absent. */
  readonly purposes?: readonly string[] | undefined;
}

/**
 * Whether a message may go to its recipients. A message that does not say what it is for runs into every objection: what cannot be told apart is
 * not let through.
 * @param standing - of each recipient, in their order.
 */
export function decideRestrictions(
  standing: readonly (readonly StandingRestriction[])[],
  purpose: string | undefined,
): Refusal | undefined {
  const restricted: string[] = [];
  const objected: string[] = [];
  for (const [position, restrictions] of standing.entries()) {
    if (restrictions.some(({ kind }) => kind !== "objected")) restricted.push(String(position));
    else if (restrictions.some(({ purposes }) => isAgainst(purposes, purpose))) objected.push(String(position));
  }
  if (restricted.length > 0) return refusal("RECIPIENT_RESTRICTED", { positions: restricted });
  return objected.length > 0 ? refusal("RECIPIENT_OBJECTED", { positions: objected }) : undefined;
}

const isAgainst = (purposes: readonly string[] | undefined, purpose: string | undefined): boolean =>
  purposes === undefined || purpose === undefined || purposes.includes(purpose);
