import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { InboundRecorder } from "../inbound/inbound-recorder.js";
import type { Store, StoredDocument, StoreWrite } from "../ports/store.js";
import type { RecordsV1 } from "../spec/connection/records.js";
import { AnswerInvalidError } from "../spec/errors/answer-invalid-error.js";
import type { Channel } from "./channel.js";

/** Where the records of channels lie; ids are scoped by their channel. */
const RECORD_COLLECTION = "channel-records";
const MOST = 1_000;
/** Most lists are short: a first look of this many, then more at a time. */
const FIRST_STEP = 8;
const STEP_GROWS = 8;

/** What a plugin hands in, checked: one that hands in nonsense makes no group of others fail. */
const idSchema = z.lazy(() => z.string().regex(/^[\x21-\x7e]{1,500}$/));
const changesSchema = z.lazy(() =>
  z
    .array(
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("put"), id: idSchema, value: z.string() }),
        z.object({ kind: z.literal("delete"), id: idSchema }),
      ]),
    )
    .max(100_000),
);
const deliverySchema = z.lazy(() =>
  z.object({
    deduplicationKey: z.string().min(1).max(1_000),
    contentType: z.string().max(255),
    body: z.instanceof(Uint8Array),
    attributes: z.record(z.string(), z.string()).optional(),
  }),
);
const valueSchema = z.string();

/** Gives each channel its own part of the store (R22). */
@injectable()
export class ChannelRecords {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.InboundRecorder) private readonly recorder: InboundRecorder,
  ) {}

  of(channel: Channel): RecordsV1 {
    const { accountId, channelId } = channel;
    // No id of a channel has a slash, so that no prefix reaches into another channel.
    const scope = `${channelId}/`;
    return {
      read: async (id) => {
        const document = await this.store.document(RECORD_COLLECTION, scope + id);
        return document === undefined ? undefined : valueSchema.parse(JSON.parse(document.value));
      },
      list: async ({ prefix, after, limit }) => {
        // A store takes a limit below nothing, or none, for no limit at all.
        if (!(limit >= 1)) return [];
        const from = scope + prefix;
        const behind = scope + (after ?? "");
        // One with the prefix as its whole id comes after this too.
        const afterId = after !== undefined && behind >= from ? behind : before(from);
        const own = await this.beginningWith(from, afterId, Math.min(Math.floor(limit), MOST));
        return own.map(({ id, value }) => ({
          id: id.slice(scope.length),
          value: valueSchema.parse(JSON.parse(value)),
        }));
      },
      commit: async (changes, delivery) => {
        const parsed = changesSchema.safeParse(changes);
        if (!parsed.success) throw new AnswerInvalidError(parsed.error);
        const writes = parsed.data.map((change): StoreWrite => {
          const id = scope + change.id;
          if (change.kind === "delete") return { kind: "document-delete", collection: RECORD_COLLECTION, id };
          const value = JSON.stringify(change.value);
          return { kind: "document-put", document: { collection: RECORD_COLLECTION, id, accountId, value } };
        });
        if (delivery !== undefined) return this.withDelivery(channel, writes, delivery);
        const [first, ...rest] = writes;
        if (first !== undefined) await this.commits.commit(first, ...rest);
        return { duplicate: false };
      },
    };
  }

  /** @throws {StoreError} */
  async hasAny(channelId: string): Promise<boolean> {
    const scope = `${channelId}/`;
    return (await this.beginningWith(scope, before(scope), 1)).length > 0;
  }

  /** Deletes everything a channel kept. Can be repeated. @throws {StoreError} */
  async purge(channelId: string): Promise<void> {
    const scope = `${channelId}/`;
    for (;;) {
      const found = await this.beginningWith(scope, before(scope), MOST);
      const [first, ...rest] = found.map(({ id }): StoreWrite => ({
        kind: "document-delete",
        collection: RECORD_COLLECTION,
        id,
      }));
      if (first === undefined) return;
      await this.commits.commit(first, ...rest);
    }
  }

  /** The store knows no prefix: what comes behind the last one is not asked for in hundreds. */
  private async beginningWith(from: string, afterId: string, limit: number): Promise<StoredDocument[]> {
    const found: StoredDocument[] = [];
    let last = afterId;
    for (let step = FIRST_STEP; ; step *= STEP_GROWS) {
      const asked = Math.min(step, limit - found.length);
      const documents = await this.store.documents({ collection: RECORD_COLLECTION, afterId: last, limit: asked });
      const own = documents.filter(({ id }) => id.startsWith(from));
      found.push(...own);
      if (own.length < asked || found.length >= limit) return found;
      last = own.at(-1)?.id ?? last;
    }
  }

  private withDelivery(
    channel: Channel,
    joined: readonly StoreWrite[],
    delivery: unknown,
  ): Promise<{ duplicate: boolean }> {
    const parsed = deliverySchema.safeParse(delivery);
    if (!parsed.success) throw new AnswerInvalidError(parsed.error);
    const { attributes = {}, body, ...rest } = parsed.data;
    // Copied: the plugin may use its buffer again.
    const copy = Uint8Array.from(body);
    return this.recorder.record(channel, { ...rest, body: copy, source: "sync", attributes, joined });
  }
}

/** Behind every id that comes before this prefix: ids are of printable ASCII. */
function before(prefix: string): string {
  const last = prefix.charCodeAt(prefix.length - 1);
  return `${prefix.slice(0, -1)}${String.fromCharCode(last - 1)}\u007f`;
}
