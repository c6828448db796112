import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { MessageRecord } from "../ports/message-record.js";
import type { Store, StoreConflict } from "../ports/store.js";
import { RequestError } from "../spec/errors/request-error.js";

/** The first acceptance of a message, repeated. */
export interface RepeatedMessage {
  readonly accepted: true;
  readonly messageId: string;
  readonly acceptedAtMs: number;
  readonly contentHash: string;
  readonly duplicate: true;
}

/** Messages that were accepted before under the key they come with. */
@injectable()
export class RepeatedMessages {
  /** By account and key: messages that are neither accepted nor refused yet. */
  private readonly undecided = new Map<string, Promise<unknown>>();

  constructor(@inject(TOKENS.Store) private readonly store: Store) {}

  /** A message with a key that passed so far: until `pending` settles, nobody knows whether the next one with this key repeats it. */
  follow({ accountId }: Channel, idempotencyKey: string, pending: Promise<unknown>): void {
    const name = nameOf(accountId, idempotencyKey);
    const before = this.undecided.get(name);
    const all: Promise<unknown> = before === undefined ? pending : Promise.allSettled([before, pending]);
    this.undecided.set(name, all);
    const forget = (): void => {
      if (this.undecided.get(name) === all) this.undecided.delete(name);
    };
    all.then(forget, forget);
  }

  /**
   * A message that the store has, or will have in a moment, though it would be refused now: a limit that it filled itself, a block placed since. Whoever sends it again, because
   * the first answer was lost, has to hear that it was accepted.
   */
  async before(
    { accountId, channelId }: Channel,
    idempotencyKey: string,
    contentHash: string,
  ): Promise<RepeatedMessage | undefined> {
    const name = nameOf(accountId, idempotencyKey);
    for (let others = this.undecided.get(name); others !== undefined; others = this.undecided.get(name))
      await Promise.allSettled([others]);
    const known = await this.store.messageByKey(accountId, idempotencyKey);
    if (known?.channelId !== channelId || known.contentHash !== contentHash) return undefined;
    return answerOf(known);
  }

  /** What the store left out since its key was known. @throws {RequestError} `IDEMPOTENCY_CONFLICT`. @throws {StoreError} */
  async of(record: MessageRecord, { existingId, acceptedAtMs, contentHash }: StoreConflict): Promise<RepeatedMessage> {
    const { accountId, channelId } = record;
    if (contentHash !== record.contentHash) throw new RequestError("IDEMPOTENCY_CONFLICT", { messageId: existingId });
    // The same words by another channel are another message; what was erased meanwhile cannot be asked.
    const existing = await this.store.message(accountId, existingId);
    if (existing !== undefined && existing.channelId !== channelId)
      throw new RequestError("IDEMPOTENCY_CONFLICT", { messageId: existingId });
    return answerOf({ messageId: existingId, acceptedAtMs, contentHash });
  }
}

/** Ids of accounts have no spaces. */
const nameOf = (accountId: string, idempotencyKey: string): string => `${accountId} ${idempotencyKey}`;

function answerOf({
  messageId,
  acceptedAtMs,
  contentHash,
}: Pick<MessageRecord, "messageId" | "acceptedAtMs" | "contentHash">): RepeatedMessage {
  return { accepted: true, messageId, acceptedAtMs, contentHash, duplicate: true };
}
