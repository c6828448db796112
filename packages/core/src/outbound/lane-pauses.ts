import { z } from "zod";
import type { CommitQueue } from "../commit/commit-queue.js";
import type { Channel } from "../host/channel.js";
import { documentPages } from "../ports/document-pages.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store } from "../ports/store.js";
import { LONGEST_BELIEVED_MS } from "../timing/longest-believed.js";

const COLLECTION = "channel-pauses";
/** A pause that the provider asked for is at most so much longer, see `retryDelayMs`. */
const LONGEST_MS = LONGEST_BELIEVED_MS * 1.05;
const documentSchema = z.lazy(() => z.object({ untilMs: z.number() }));

/** A pause that an earlier process left. */
export interface LeftPause {
  readonly accountId: string;
  readonly channelId: string;
  /** By the steady clock. */
  readonly untilMs: number;
}

/**
 * Pauses of whole channels that no message tells of any more: the one that met it has ended or was taken back. While it waits, its own record says so,
 * and nothing is written here.
 */
export class LanePauses {
  readonly #kept = new Map<string, number>();

  constructor(private readonly commits: CommitQueue) {}

  keep({ accountId, channelId }: Channel, untilMs: number): void {
    if ((this.#kept.get(channelId) ?? 0) >= untilMs) return;
    this.#kept.set(channelId, untilMs);
    const value = JSON.stringify({ untilMs });
    this.commits.push({ kind: "document-put", document: { collection: COLLECTION, id: channelId, accountId, value } });
  }

  /** It is over, or a person ended it. */
  forget(channelId: string): void {
    if (!this.#kept.delete(channelId)) return;
    this.commits.push({ kind: "document-delete", collection: COLLECTION, id: channelId });
  }

  /** What is left of an earlier process and not over; the rest is forgotten. */
  async load(store: Store, nowMs: number): Promise<readonly LeftPause[]> {
    const left: LeftPause[] = [];
    for await (const documents of documentPages(store, COLLECTION))
      for (const document of documents) {
        const { untilMs } = parseDocument(document, documentSchema);
        this.#kept.set(document.id, untilMs);
        // One that is further off was written by a clock that was wrong.
        if (untilMs <= nowMs || untilMs > nowMs + LONGEST_MS) this.forget(document.id);
        else left.push({ accountId: document.accountId, channelId: document.id, untilMs });
      }
    return left;
  }
}
