import { z } from "zod";

/** One limit of a service plan: so many messages in so much time, for each account, channel, or provider of an account. A message counts for each of its recipients. */
const fairUseLimitSchema = z.lazy(() =>
  z.strictObject({
    per: z.enum(["account", "channel", "provider"]),
    messages: z.int().min(0).max(1_000_000_000),
    windowSeconds: z.int().min(1).max(31_536_000),
  }),
);
export type FairUseLimit = z.infer<typeof fairUseLimitSchema>;

/** Two of them would be one window, in which each message counted twice. */
const limitsSchema = z.lazy(() =>
  z
    .array(fairUseLimitSchema)
    .max(16)
    .refine(
      (limits) =>
        new Set(limits.map(({ per, windowSeconds }) => `${per} ${String(windowSeconds)}`)).size === limits.length,
      { error: "has two limits of the same kind for the same time; keep the smaller one" },
    ),
);

/** Service plans by name, and the one an account has that was given none (R19). */
export const fairUsePlansSchema = z.lazy(() =>
  z
    .strictObject({
      plans: z.record(z.string().min(1).max(64), z.strictObject({ limits: limitsSchema })),
      defaultPlan: z.string().min(1).max(64),
    })
    .refine(({ plans, defaultPlan }) => Object.hasOwn(plans, defaultPlan), {
      error: "is none of the plans",
      path: ["defaultPlan"],
    }),
);
export type FairUsePlans = z.infer<typeof fairUsePlansSchema>;

/** A window of one limit as it is counted: it begins with its first message and lasts `windowSeconds`. */
export interface UsageWindow {
  readonly startMs: number;
  readonly used: number;
}

/** The window a message at this instant counts in; a new one where the last is over. */
export function windowAt(known: UsageWindow | undefined, windowSeconds: number, nowMs: number): UsageWindow {
  const isOpen = known !== undefined && nowMs < known.startMs + windowSeconds * 1_000;
  return isOpen ? known : { startMs: nowMs, used: 0 };
}
