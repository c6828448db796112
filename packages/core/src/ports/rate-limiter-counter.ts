import { z } from "zod";
import type { UsageClaim, UsageCounter, UsageLimit, UsageVerdict } from "./usage-counter.js";

/** What is used of a limiter of the package rate-limiter-flexible, whatever it keeps its counts in. */
export interface RateLimiterLike {
  consume(key: string, points?: number): Promise<unknown>;
  reward(key: string, points?: number): Promise<unknown>;
}

/** What `consume` rejects with when there is no room, against an error when its store failed. */
const noRoomSchema = z.lazy(() => z.object({ msBeforeNext: z.number() }));

/**
 * A {@link UsageCounter} over limiters of rate-limiter-flexible, for hosts of several processes.
 * @param limiterOf - makes the limiter of a limit: `new RateLimiterRedis({ points: limit.messages, duration: limit.windowSeconds, … })`; asked
 *   once for each distinct limit.
 */
export function rateLimiterCounter(
  limiterOf: (limit: UsageLimit) => RateLimiterLike,
  clock: { now(): number } = Date,
): UsageCounter {
  const limiters = new Map<string, RateLimiterLike>();
  const limiter = (limit: UsageLimit): RateLimiterLike => {
    const name = `${limit.per} ${String(limit.messages)} ${String(limit.windowSeconds)}`;
    let known = limiters.get(name);
    if (known === undefined) limiters.set(name, (known = limiterOf(limit)));
    return known;
  };
  const reward = (claims: readonly UsageClaim[]): void => {
    // A count that cannot be given back is one too many: nobody is let through for it.
    for (const { key, limit, count } of claims)
      limiter(limit)
        .reward(key, count ?? 1)
        .catch(() => undefined);
  };
  return {
    async take(claims): Promise<UsageVerdict> {
      for (const [position, { key, limit, count }] of claims.entries()) {
        try {
          await limiter(limit).consume(key, count ?? 1);
        } catch (error) {
          const noRoom = noRoomSchema.safeParse(error);
          // A limiter counts a message it turns away, too; one that failed counted nothing.
          reward(claims.slice(0, noRoom.success ? position + 1 : position));
          if (!noRoom.success) throw error;
          return { taken: false, claim: position, untilMs: clock.now() + noRoom.data.msBeforeNext };
        }
      }
      return { taken: true };
    },
    giveBack(claims, takenAtMs): void {
      const nowMs = clock.now();
      // A limiter asked to reward what it has forgotten would begin below nothing: one message more than the limit.
      reward(claims.filter(({ limit }) => nowMs < takenAtMs + limit.windowSeconds * 1_000));
    },
  };
}
