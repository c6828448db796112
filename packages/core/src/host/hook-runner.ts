import { injectable } from "tsyringe";
import { z } from "zod";
import { type Refusal, refusal } from "../policy/refusal.js";
import { OptionInvalidError } from "../spec/errors/option-invalid-error.js";
import { RequestError } from "../spec/errors/request-error.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";
import { LONGEST_TIMER_MS } from "../timing/longest-timer.js";
import { isThenable } from "../timing/is-thenable.js";

/** What a hook of each point is handed. A hook of `message-sending` may refuse the message by its name and a code; none may change it (R8). */
export interface HookPoints {
  "message-sending": { readonly message: OutboundMessage };
  "channel-opening": { readonly accountId: string; readonly channelId: string; readonly providerId: string };
  "channel-opened": { readonly accountId: string; readonly channelId: string; readonly providerId: string };
  "channel-closing": { readonly accountId: string; readonly channelId: string; readonly providerId: string };
  /** Everything is loaded and goes on. Heard by hooks that the option `beforeStart` added. One that fails stops the start. */
  "host-started": Record<string, never>;
  /** Nothing new is accepted; what is under way has not ended yet. One that fails is logged, and closing goes on. */
  "host-closing": Record<string, never>;
}
export type HookPoint = keyof HookPoints;
export type HookVerdict = { readonly refuse: string } | undefined;
export type Hook<Point extends HookPoint> = (
  context: HookPoints[Point],
) =>
  | (Point extends "message-sending" ? HookVerdict : undefined)
  | void
  | Promise<(Point extends "message-sending" ? HookVerdict : undefined) | void>;

export interface HookOptions {
  /** Shown in errors and refusals. */
  readonly name: string;
  /** Lower runs first; equal ones run in order of registration. */
  readonly order?: number;
  /** Time a hook may take: 5 s where nothing is said. Milliseconds. */
  readonly timeoutMs?: number;
}

interface Registered {
  readonly name: string;
  readonly order: number;
  readonly timeoutMs: number;
  readonly hook: (context: never) => unknown;
}

const DEFAULT_TIMEOUT_MS = 5_000;
const POINTS = [
  ...(["message-sending", "channel-opening", "channel-opened", "channel-closing"] as const),
  ...(["host-started", "host-closing"] as const),
] as const satisfies readonly HookPoint[];
/** At a point that is misspelt a hook would never run, and nobody would know. */
const registrationSchema = z.lazy(() =>
  z.strictObject({
    point: z.enum(POINTS),
    name: z.string().min(1).max(200),
    order: z.number().default(0),
    timeoutMs: z.union([z.number().positive(), z.literal(Infinity)]).default(DEFAULT_TIMEOUT_MS),
  }),
);

/**
 * Runs hooks in order, one after the other, each awaited and limited in time. A synchronous hook costs no promise. A hook that throws or takes too long
 * stops the step it belongs to with `HOOK_FAILED`.
 */
@injectable()
export class HookRunner {
  private readonly hooks = new Map<HookPoint, readonly Registered[]>();

  add<Point extends HookPoint>(point: Point, hook: Hook<Point>, options: HookOptions): () => void {
    const checked = registrationSchema.safeParse({ point, ...options });
    if (!checked.success) throw new OptionInvalidError(checked.error, { option: "hook" });
    const { name, order, timeoutMs } = checked.data;
    const registered: Registered = { name, order, timeoutMs: Math.min(timeoutMs, LONGEST_TIMER_MS), hook };
    const sorted = [...(this.hooks.get(point) ?? []), registered].sort((left, right) => left.order - right.order);
    this.hooks.set(point, sorted);
    return () => {
      this.hooks.set(
        point,
        (this.hooks.get(point) ?? []).filter((one) => one !== registered),
      );
    };
  }

  has(point: HookPoint): boolean {
    return (this.hooks.get(point)?.length ?? 0) > 0;
  }

  /**
   * @returns a promise only when a hook does; the first refusal ends it.
   * @throws {RequestError} `HOOK_FAILED`, at once or by the promise.
   */
  run<Point extends HookPoint>(
    point: Point,
    context: HookPoints[Point],
  ): Refusal | undefined | Promise<Refusal | undefined> {
    return this.runFrom(this.hooks.get(point) ?? NO_HOOKS, 0, context);
  }

  private runFrom(
    hooks: readonly Registered[],
    start: number,
    context: unknown,
  ): Refusal | undefined | Promise<Refusal | undefined> {
    for (let index = start; index < hooks.length; index += 1) {
      const registered = hooks[index];
      if (registered === undefined) break;
      const answer = call(registered, context);
      if (isThenable(answer)) {
        return this.awaited(registered, answer).then(
          (verdict) => refusalOf(registered, verdict) ?? this.runFrom(hooks, index + 1, context),
        );
      }
      const refused = refusalOf(registered, answer);
      if (refused !== undefined) return refused;
    }
    return undefined;
  }

  private async awaited(registered: Registered, result: PromiseLike<unknown>): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    try {
      const timeLimit = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(new RequestError("HOOK_FAILED", { hook: registered.name, timeoutMs: registered.timeoutMs }));
        }, registered.timeoutMs);
      });
      return await Promise.race([result, timeLimit]);
    } catch (error) {
      throw failureOf(registered, error);
    } finally {
      clearTimeout(timer);
    }
  }
}

const NO_HOOKS: readonly Registered[] = [];

function call(registered: Registered, context: unknown): unknown {
  try {
    return registered.hook(context as never);
  } catch (error) {
    throw failureOf(registered, error);
  }
}

function failureOf({ name }: Registered, error: unknown): RequestError {
  if (error instanceof RequestError && error.code === "HOOK_FAILED") return error;
  return new RequestError("HOOK_FAILED", { hook: name }, { cause: error });
}

/** @throws {RequestError} `HOOK_FAILED`: it wants to refuse, and not by a code. A message is not let through for that. */
function refusalOf(registered: Registered, verdict: unknown): Refusal | undefined {
  let code: unknown;
  try {
    code = typeof verdict === "object" && verdict !== null && "refuse" in verdict ? verdict.refuse : undefined;
  } catch (error) {
    throw failureOf(registered, error);
  }
  if (typeof code === "string") return refusal("HOOK_REFUSED", { hook: registered.name, hookCode: code });
  if (!code) return undefined;
  throw failureOf(registered, new TypeError("refuse: expected a code"));
}
