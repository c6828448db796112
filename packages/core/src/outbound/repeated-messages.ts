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
  constructor(@inject(TOKENS.Store) private readonly store: Store) {}

  /**
   * A message that the store has, though it would be refused now: a limit that it filled itself, a block placed since. Whoever sends it again, because
   * the first answer was lost, has to hear that it was accepted.
   */
  async before(
    { accountId, channelId }: Channel,
    idempotencyKey: string,
    contentHash: string,
  ): Promise<RepeatedMessage | undefined> {
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

function answerOf({
  messageId,
  acceptedAtMs,
  contentHash,
}: Pick<MessageRecord, "messageId" | "acceptedAtMs" | "contentHash">): RepeatedMessage {
  return { accepted: true, messageId, acceptedAtMs, contentHash, duplicate: true };
}
