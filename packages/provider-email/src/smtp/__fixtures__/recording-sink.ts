import { type InboundDelivery, type InboundSinkV1, StoreError } from "@plugboard/core/spec";

type Health = Parameters<InboundSinkV1["report"]>[0];

/** A sink as the host's: remembers keys and cursors, and can be told to fail. */
export class RecordingSink implements InboundSinkV1 {
  readonly deliveries: InboundDelivery[] = [];
  readonly health: Health[] = [];
  readonly cursors = new Map<string, string>();
  duplicates = 0;
  /** While true, nothing becomes durable. */
  down = false;
  /** Holds `accept` back until it resolves. */
  gate: Promise<void> | undefined;
  private readonly keys = new Set<string>();

  get subjects(): string[] {
    return this.deliveries.map(({ body }) => /^Subject: (.*)\r?$/m.exec(Buffer.from(body).toString())?.[1] ?? "");
  }

  /** As after the days the host remembers deliveries for. */
  forget(): void {
    this.keys.clear();
  }

  async accept(delivery: InboundDelivery): Promise<{ duplicate: boolean }> {
    await this.gate;
    if (this.down) throw new StoreError("STORE_UNAVAILABLE");
    const duplicate = this.keys.has(delivery.deduplicationKey);
    this.keys.add(delivery.deduplicationKey);
    if (delivery.cursor !== undefined) this.cursors.set(delivery.cursor.name, delivery.cursor.value);
    if (duplicate) this.duplicates++;
    else this.deliveries.push({ ...delivery, body: Uint8Array.from(delivery.body) });
    return { duplicate };
  }

  async readCursor(name: string): Promise<string | undefined> {
    return this.cursors.get(name);
  }

  async writeCursor(name: string, value: string): Promise<void> {
    if (this.down) throw new StoreError("STORE_UNAVAILABLE");
    this.cursors.set(name, value);
  }

  report(health: Health): void {
    this.health.push(health);
  }
}
