import type { OpenTransfer } from "./open-transfer.js";

const BUCKETS_AT_FIRST = 16;

/**
 * A channel's open transfers by id, in buckets linked through the transfers themselves. Not a `Map`, for the reason given at
 * {@link CallsUnderWay}: every message opens and closes one.
 */
export class TransferTable {
  private buckets: (OpenTransfer | undefined)[] | undefined = undefined;
  private size = 0;

  get(transferId: string): OpenTransfer | undefined {
    if (this.size === 0 || this.buckets === undefined) return undefined;
    let transfer = this.buckets[bucketOf(transferId, this.buckets.length)];
    while (transfer && transfer.transferId !== transferId) transfer = transfer.nextInBucket;
    return transfer;
  }

  /** @param transfer - with an id that is not in the table. */
  add(transfer: OpenTransfer): void {
    this.buckets ??= new Array<undefined>(BUCKETS_AT_FIRST).fill(undefined);
    if (this.size >= 2 * this.buckets.length) this.grow(this.buckets);
    this.size += 1;
    link(this.buckets, transfer);
  }

  /** @returns the transfer, which is not in the table any more. */
  take(transferId: string): OpenTransfer | undefined {
    const transfer = this.get(transferId);
    if (!transfer || this.buckets === undefined) return undefined;
    const index = bucketOf(transferId, this.buckets.length);
    const head = this.buckets[index];
    if (head === transfer) {
      this.buckets[index] = transfer.nextInBucket;
    } else {
      let before = head;
      while (before && before.nextInBucket !== transfer) before = before.nextInBucket;
      if (before) before.nextInBucket = transfer.nextInBucket;
    }
    transfer.nextInBucket = undefined;
    this.size -= 1;
    return transfer;
  }

  clear(): void {
    this.buckets = undefined;
    this.size = 0;
  }

  private grow(old: readonly (OpenTransfer | undefined)[]): void {
    const buckets = new Array<OpenTransfer | undefined>(old.length * 4).fill(undefined);
    for (const head of old) {
      let transfer = head;
      while (transfer) {
        const next = transfer.nextInBucket;
        link(buckets, transfer);
        transfer = next;
      }
    }
    this.buckets = buckets;
  }
}

function link(buckets: (OpenTransfer | undefined)[], transfer: OpenTransfer): void {
  const index = bucketOf(transfer.transferId, buckets.length);
  transfer.nextInBucket = buckets[index];
  buckets[index] = transfer;
}

/** @param buckets - a power of two. */
function bucketOf(transferId: string, buckets: number): number {
  let hash = 0;
  for (let index = 0; index < transferId.length; index += 1) {
    hash = (Math.imul(hash, 31) + transferId.charCodeAt(index)) | 0;
  }
  return (hash ^ (hash >>> 15)) & (buckets - 1);
}
