import type { DeliveryReport } from "../spec/inbound/delivery-report.js";

interface EarlyReport {
  readonly report: DeliveryReport;
  readonly recordedAtMs: number;
}

/** As many as are remembered; older ones are forgotten. Reports of messages that are not ours end up here too. */
const MOST = 10_000;

/** Reports that came before the receipt of their message, by channel and the provider's id. */
export class EarlyReports {
  readonly #reports = new Map<string, EarlyReport[]>();

  get size(): number {
    return this.#reports.size;
  }

  add(channelId: string, early: EarlyReport): void {
    const key = keyOf(channelId, early.report.reference ?? early.report.providerMessageId);
    const known = this.#reports.get(key);
    if (known !== undefined) {
      // A report that is tried again is the same one.
      if (!known.some(({ report }) => JSON.stringify(report) === JSON.stringify(early.report))) known.push(early);
      return;
    }
    this.#reports.set(key, [early]);
    if (this.#reports.size <= MOST) return;
    const [oldest] = this.#reports.keys();
    if (oldest !== undefined) this.#reports.delete(oldest);
  }

  /** The reports under any of these ids, oldest first; they are forgotten. */
  take(channelId: string, ids: readonly (string | undefined)[]): EarlyReport[] {
    return ids.flatMap((id) => {
      const key = id === undefined ? "" : keyOf(channelId, id);
      const found = this.#reports.get(key) ?? [];
      this.#reports.delete(key);
      return found;
    });
  }
}

const keyOf = (channelId: string, id: string): string => `${channelId}\n${id}`;
