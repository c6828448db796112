import { injectable } from "tsyringe";
import { type Refusal, refusal } from "../policy/refusal.js";
import { RequestError } from "../spec/errors/request-error.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";

/** What a hook of each point is handed. A hook of `message-sending` may refuse the message by its name and a code; none may change it (R8). */
export interface HookPoints {
  "message-sending": { readonly message: OutboundMessage };
  "channel-opening": { readonly accountId: string; readonly channelId: string; readonly providerId: string };
  "channel-opened": { readonly accountId: string; readonly channelId: string; readonly providerId: string };
  "channel-closing": { readonly accountId: string; readonly channelId: string; readonly providerId: string };
  "host-started": Record<string, never>;
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
  /** Time a hook may take. Milliseconds. */
  readonly timeoutMs?: number;
}

interface Registered {
  readonly name: string;
  readonly order: number;
  readonly timeoutMs: number;
  readonly hook: (context: never) => unknown;
}

const DEFAULT_TIMEOUT_MS = 5_000;

/**
 * Runs hooks in order, one after the other, each awaited and limited in time. A synchronous hook costs no promise. A hook that throws or takes too long
 * stops the step it belongs to with `HOOK_FAILED`.
 */
@injectable()
export class HookRunner {
  private readonly hooks = new Map<HookPoint, readonly Registered[]>();

  add<Point extends HookPoint>(point: Point, hook: Hook<Point>, options: HookOptions): () => void {
    const registered: Registered = {
      name: options.name,
      order: options.order ?? 0,
      timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      hook,
    };
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

  async run<Point extends HookPoint>(point: Point, context: HookPoints[Point]): Promise<Refusal | undefined> {
    for (const registered of this.hooks.get(point) ?? []) {
      const verdict = await this.runOne(registered, context);
      if (isVerdict(verdict)) return refusal("HOOK_REFUSED", { hook: registered.name, hookCode: verdict.refuse });
    }
    return undefined;
  }

  private async runOne(registered: Registered, context: unknown): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    try {
      const result = registered.hook(context as never);
      if (!(result instanceof Promise)) return result;
      const timeLimit = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(new RequestError("HOOK_FAILED", { hook: registered.name, timeoutMs: registered.timeoutMs }));
        }, registered.timeoutMs);
      });
      return await Promise.race([result, timeLimit]);
    } catch (error) {
      if (error instanceof RequestError && error.code === "HOOK_FAILED") throw error;
      throw new RequestError("HOOK_FAILED", { hook: registered.name }, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}

function isVerdict(value: unknown): value is { refuse: string } {
  return typeof value === "object" && value !== null && "refuse" in value && typeof value.refuse === "string";
}
