import { hash, randomBytes } from "node:crypto";
import { createContext, type Context, Script } from "node:vm";
import { z } from "zod";

/** Longest that one check may hold up the host. */
const CHECK_MS = 100;
/** All checks of a schema in a minute that were not quick, together. */
const BUDGET_MS = 500;
const MINUTE_MS = 60_000;
/** A check of less counts for nothing, and the same value is checked again without a clock. */
const QUICK_MS = 1;
/** Values remembered as quick. */
const MOST_QUICK = 1_024;

type Schema = ReturnType<typeof z.fromJSONSchema>;

const TOO_LONG = "the connector's schema takes too long to check; its author has to simplify its patterns";
const NOT_APPLIED = "the connector's schema cannot be applied";

/**
 * A JSON Schema that somebody wrote who is not trusted: its patterns and references may take for ever, and its values are checked in the host's process,
 * where everybody waits. So a check is ended after its time, and a schema that needs much of it waits for the next minute.
 * @param now - milliseconds that only grow.
 * @throws what `z.fromJSONSchema` throws.
 */
export function timedSchema(json: Readonly<Record<string, unknown>>, now = () => performance.now()): z.ZodType {
  const timed = new TimedSchema(json, now);
  return z.unknown().transform((value, context) => {
    const found = timed.check(value);
    if (found.success) return found.data;
    for (const issue of found.issues) context.issues.push(issue);
    return z.NEVER;
  });
}

type Found =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly issues: readonly z.core.$ZodRawIssue[] };

class TimedSchema {
  private schema: Schema;
  private spentMs = 0;
  private minuteBeganAtMs: number;
  /** By digest, so that no credential stays in memory. */
  private readonly quick = new Set<string>();
  private readonly salt = randomBytes(16).toString("hex");

  constructor(
    private readonly json: Readonly<Record<string, unknown>>,
    private readonly now: () => number,
  ) {
    this.schema = z.fromJSONSchema(json);
    this.minuteBeganAtMs = now();
  }

  check(value: unknown): Found {
    const digest = this.digestOf(value);
    if (digest !== undefined && this.quick.has(digest)) return this.parse(value);
    if (this.now() - this.minuteBeganAtMs >= MINUTE_MS) {
      this.minuteBeganAtMs = this.now();
      this.spentMs = 0;
    }
    const leftMs = Math.min(CHECK_MS, Math.floor(BUDGET_MS - this.spentMs));
    if (leftMs < 1) return failed(TOO_LONG, value);
    let beganAtMs = performance.now();
    try {
      let tookMs = 0;
      const found = withinTime(() => {
        // Without the clock's own start, which a busy machine delays.
        beganAtMs = performance.now();
        const made = this.parse(value);
        tookMs = performance.now() - beganAtMs;
        return made;
      }, leftMs);
      if (tookMs >= QUICK_MS) this.spentMs += tookMs;
      else if (found.success && digest !== undefined) this.remember(digest);
      return found;
    } catch (error) {
      this.spentMs += performance.now() - beganAtMs;
      // Ended in the middle, so it may be in no good state.
      this.schema = z.fromJSONSchema(this.json);
      return failed(isTimeout(error) ? TOO_LONG : NOT_APPLIED, value);
    }
  }

  /** What is no JSON is never remembered. */
  private digestOf(value: unknown): string | undefined {
    try {
      return hash("sha256", `${this.salt}${JSON.stringify(value)}`);
    } catch (error) {
      if (error instanceof TypeError || error instanceof RangeError) return undefined;
      throw error;
    }
  }

  private parse(value: unknown): Found {
    const parsed = this.schema.safeParse(value);
    return parsed.success
      ? parsed
      : { success: false, issues: parsed.error.issues.map((issue) => ({ ...issue, input: undefined })) };
  }

  private remember(digest: string): void {
    if (this.quick.size >= MOST_QUICK) this.quick.clear();
    this.quick.add(digest);
  }
}

const failed = (message: string, input: unknown): Found => ({
  success: false,
  issues: [{ code: "custom", path: [], message, input }],
});

interface Room extends Context {
  run: () => unknown;
}
let room: Room | undefined;
const script = new Script("run()");

/** Node can end a script after its time, with all that it called, also in the middle of a pattern. @throws what `run` throws, and at its end. */
function withinTime<Value>(run: () => Value, timeoutMs: number): Value {
  let value: { readonly of: Value } | undefined;
  room ??= createContext({ run: () => undefined }) as Room;
  room.run = () => {
    value = { of: run() };
  };
  try {
    script.runInContext(room, { timeout: timeoutMs });
  } finally {
    room.run = () => undefined;
  }
  if (value === undefined) throw new Error("the check did not run");
  return value.of;
}

const isTimeout = (error: unknown): boolean =>
  typeof error === "object" && error !== null && Reflect.get(error, "code") === "ERR_SCRIPT_EXECUTION_TIMEOUT";
