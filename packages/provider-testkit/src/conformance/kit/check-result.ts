import type { KitRule, Tier } from "./kit-rules.js";

/** What came of one check. */
export interface CheckResult {
  readonly check: string;
  readonly rule: KitRule;
  readonly title: string;
  readonly result: "passed" | "failed" | "skipped";
  /** With `failed`: what was found. */
  readonly found?: string;
  /** With `skipped`: the fixtures' reason. */
  readonly reason?: string;
  readonly durationMs: number;
}

/** What came of a provider's whole run: the evidence. */
export interface ConformanceResult {
  readonly provider: string;
  readonly version: string;
  readonly package: string;
  /** Computed from the results, never declared; `none` when bronze is not reached. */
  readonly level: Tier | "none";
  /** Why it is not higher; empty at gold. */
  readonly levelReasons: readonly string[];
  readonly checks: readonly CheckResult[];
  readonly failed: number;
  readonly skipped: number;
  /** Rows of the outcome table that the fixtures changed, with their reasons; `suppress-*` where the provider has no answer of that kind. */
  readonly departures: readonly { readonly fault: string; readonly reason: string }[];
  readonly startedAt: string;
  readonly durationMs: number;
}
