import { createHash } from "node:crypto";

/** One request as it arrived, as far as its script let it. */
export interface FaultExchange {
  /** 1 for the server's first. */
  readonly number: number;
  /** 1 for the server's first connection. */
  readonly connection: number;
  /** Milliseconds since the epoch at its first byte, or at the connection's start where it was its first request. */
  readonly startedAtMs: number;
  /** Empty until the head was read. */
  readonly path: string;
  readonly idempotencyKey: string | undefined;
}

/** One message the server took. */
export interface ProcessedMessage {
  readonly id: string;
  readonly idempotencyKey: string | undefined;
  /** Lower-case hex. */
  readonly bodySha256: string;
  /** What two deliveries of one message have in common: the hash of the body, for mail its Message-ID. */
  readonly identity: string;
  readonly atMs: number;
}

/** What a server processed, so that losses and duplicates can be counted. */
export class FaultLog {
  readonly processed: ProcessedMessage[] = [];
  readonly #byKey = new Map<string, ProcessedMessage>();
  #repeats = 0;

  constructor(private readonly honoursKeys: boolean) {}

  /** How often a known key came again and was answered with the first result. */
  get repeats(): number {
    return this.#repeats;
  }

  /** Messages that were taken more than once: the same identity under different ids. */
  get duplicates(): number {
    return this.processed.length - new Set(this.processed.map(({ identity }) => identity)).size;
  }

  /** @param identity - the hash of the body when absent. */
  take(idempotencyKey: string | undefined, body: Uint8Array, identity?: string): ProcessedMessage {
    const known = this.honoursKeys && idempotencyKey !== undefined ? this.#byKey.get(idempotencyKey) : undefined;
    if (known) {
      this.#repeats += 1;
      return known;
    }
    const bodySha256 = createHash("sha256").update(body).digest("hex");
    const message: ProcessedMessage = {
      id: `m-${this.processed.length + 1}`,
      idempotencyKey,
      bodySha256,
      identity: identity ?? bodySha256,
      atMs: Date.now(),
    };
    this.processed.push(message);
    if (idempotencyKey !== undefined) this.#byKey.set(idempotencyKey, message);
    return message;
  }
}
