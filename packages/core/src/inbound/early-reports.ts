import type { DeliveryReport } from "../spec/inbound/delivery-report.js";

/** A report that came before the receipt of its message. */
export interface EarlyReport {
  /** What the receipt will be found by: the provider's id, or our own where the report carries it. */
  readonly name: string;
  /** Without its recipient, an address: {@link EarlyReport.about} stands for it. */
  readonly report: Omit<DeliveryReport, "recipient">;
  /** Reference of the address the report names, where it does. */
  readonly about?: string | undefined;
  readonly recordedAtMs: number;
}

/** As many messages as are remembered; older ones are forgotten. Reports of messages that are not ours end up here too. */
const MOST = 10_000;

/** Reports that came before the receipt of their message, by channel and name. */
export class EarlyReports {
  readonly #reports = new Map<string, EarlyReport[]>();

  get size(): number {
    return this.#reports.size;
  }

  /** What is remembered of a message. */
  of(channelId: string, name: string): readonly EarlyReport[] {
    return this.#reports.get(keyOf(channelId, name)) ?? [];
  }

  /** @returns false when it was there already: a report that is tried again is the same one. */
  add(channelId: string, early: EarlyReport): boolean {
    const key = keyOf(channelId, early.name);
    const known = this.#reports.get(key) ?? [];
    if (known.some((one) => textOf(one) === textOf(early))) return false;
    this.#reports.set(key, [...known, early]);
    return true;
  }

  /** Forgets the reports under any of these ids. @returns them, oldest first. */
  take(channelId: string, ids: readonly (string | undefined)[]): EarlyReport[] {
    return ids.flatMap((id) => {
      const key = id === undefined ? "" : keyOf(channelId, id);
      const found = this.#reports.get(key) ?? [];
      this.#reports.delete(key);
      return found;
    });
  }

  /** Forgets the oldest message when there are too many, and those whose last report is older than this. @returns them. */
  makeRoom(recordedBeforeMs: number): { readonly channelId: string; readonly name: string }[] {
    const forgotten: { channelId: string; name: string }[] = [];
    for (const [key, reports] of this.#reports) {
      const isOver = reports.every(({ recordedAtMs }) => recordedAtMs < recordedBeforeMs);
      if (this.#reports.size <= MOST && !isOver) break;
      this.#reports.delete(key);
      const [channelId = "", name = ""] = key.split("\n");
      forgotten.push({ channelId, name });
    }
    return forgotten;
  }
}

const textOf = ({ report, about }: EarlyReport): string => JSON.stringify([report, about]);

const keyOf = (channelId: string, id: string): string => `${channelId}\n${id}`;
