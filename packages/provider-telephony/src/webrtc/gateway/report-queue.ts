import type { GatewayReport } from "../wire/gateway-api.js";
import { signWebhook } from "./sign-webhook.js";

const WAITING_AT_MOST = 10_000;
const RETRY_BASE_MS = 200;
const RETRY_MAX_MS = 30_000;

export interface ReportTarget {
  readonly url: string;
  readonly secret: string;
  deliver(request: Request): Promise<Response>;
}

interface Waiting {
  readonly id: string;
  readonly body: string;
  readonly taken: Promise<true>;
  readonly settle: () => void;
}

/** Tells the host what pages have told, in order, again and again until it has taken it. */
export class ReportQueue {
  private readonly waiting: Waiting[] = [];
  private isRunning = false;
  private isClosed = false;
  private wake: (() => void) | undefined;

  constructor(
    private readonly target: ReportTarget,
    private readonly now: () => number,
  ) {}

  /** @returns what resolves when the host has it; nothing when too much waits. One that waits already is not told twice. */
  add(id: string, report: GatewayReport): Promise<true> | undefined {
    const known = this.waiting.find((one) => one.id === id);
    if (known) return known.taken;
    if (this.waiting.length >= WAITING_AT_MOST || this.isClosed) return undefined;
    let settle = (): void => undefined;
    const taken = new Promise<true>((resolve) => {
      settle = () => resolve(true);
    });
    this.waiting.push({ id, body: JSON.stringify(report), taken, settle });
    if (!this.isRunning) void this.run();
    return taken;
  }

  close(): void {
    this.isClosed = true;
    this.wake?.();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    let failures = 0;
    for (let next = this.waiting[0]; next !== undefined && !this.isClosed; next = this.waiting[0]) {
      if (await this.deliver(next)) {
        this.waiting.shift();
        next.settle();
        failures = 0;
      } else await this.pause(Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** Math.min(failures++, 10)));
    }
    this.isRunning = false;
  }

  private async deliver({ id, body }: Waiting): Promise<boolean> {
    const { url, secret } = this.target;
    const headers = { "content-type": "application/json", ...signWebhook(secret, id, body, this.now()) };
    try {
      const { status } = await this.target.deliver(new Request(url, { method: "POST", headers, body }));
      // 400 and 410 are the host's word for never again.
      return (status >= 200 && status < 300) || status === 400 || status === 410;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return false;
    }
  }

  private pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
