import { z } from "zod";

const DAY_MS = 86_400_000;
const daysSchema = z.int().min(1).max(36_500);

/** How long accounts that nobody uses, or that may not be used, keep their data (R18). */
export const retentionSchema = z.lazy(() =>
  z.strictObject({
    /** A suspended account keeps its data so long, then it is deleted. */
    suspendedDays: daysSchema.default(50),
    /** An account on a free plan that does nothing for so long is archived. */
    archiveInactiveDays: daysSchema.default(30),
    /** An archived account is deleted so much later. */
    deleteArchivedDays: daysSchema.default(15),
    /** Names of the service plans that are free; accounts on others are never archived. */
    freePlans: z.array(z.string().min(1).max(64)).max(64).default([]),
  }),
);
export type Retention = z.infer<typeof retentionSchema>;
export type RetentionInput = z.input<typeof retentionSchema>;

/** An account as far as its retention goes. */
export interface RetainedAccount {
  readonly state: "active" | "suspended" | "archived" | "deleting" | "deleted";
  /** Since when it is in this state. */
  readonly sinceMs: number;
  /** When it last sent or received anything. */
  readonly lastActiveAtMs: number;
  readonly plan: string;
}

/** What becomes of an account today. */
export function decideRetention(
  account: RetainedAccount,
  retention: Retention,
  nowMs: number,
): "keep" | "archive" | "delete" {
  const { state, sinceMs, lastActiveAtMs, plan } = account;
  switch (state) {
    case "active":
      if (!retention.freePlans.includes(plan)) return "keep";
      return nowMs - lastActiveAtMs >= retention.archiveInactiveDays * DAY_MS ? "archive" : "keep";
    case "suspended":
      return nowMs - sinceMs >= retention.suspendedDays * DAY_MS ? "delete" : "keep";
    case "archived":
      return nowMs - sinceMs >= retention.deleteArchivedDays * DAY_MS ? "delete" : "keep";
    case "deleting":
      return "delete";
    case "deleted":
      return "keep";
  }
}
