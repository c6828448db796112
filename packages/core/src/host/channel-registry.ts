import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import { ProviderLeftError } from "../outbound/provider-left-error.js";
import type { ZonesInForce } from "../policy/zones/zones-in-force.js";
import { documentPages } from "../ports/document-pages.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store, StoreWrite } from "../ports/store.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { RequestError } from "../spec/errors/request-error.js";
import type { ProviderManifest } from "../spec/manifest/provider-manifest.js";
import { Channel, type OpenChannel } from "./channel.js";
import { CHANNEL_COLLECTION, type ChannelDocument, channelDocumentSchema } from "./channel-document.js";
import { evidenceOf } from "./channel-evidence.js";
import { CHANNEL_HEAD_COLLECTION, decodeHead, encodeHead, headOf } from "./channel-head.js";
import { HEADS_MARK } from "./channel-writes.js";
import type { ChannelOpener } from "./channel-opener.js";
import type { ProviderV1 } from "../spec/provider.js";
import type { ProviderRegistry } from "./provider-registry.js";
import type { ZoneRegistry } from "./zone-registry.js";

/** So many documents are read one by one; more in pages, the others with them. */
const FEW = 100;

/** All channels by id, always together with their account: another account's channel does not exist (R22). */
@injectable()
export class ChannelRegistry {
  private readonly channels = new Map<string, Channel>();
  private closed = false;
  private decidedWith: ZonesInForce;
  private readonly today = (): ZonesInForce => this.zones.now();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.ProviderRegistry) private readonly providers: ProviderRegistry,
    @inject(TOKENS.ChannelOpener) private readonly opener: ChannelOpener,
    @inject(TOKENS.ZoneRegistry) private readonly zones: ZoneRegistry,
  ) {
    this.decidedWith = zones.now();
  }

  /** Reads the heads of all channels from the store, and the evidence of those alone whose provider is another now; opens none. */
  async load(): Promise<void> {
    const { collection, id: mark } = HEADS_MARK.document;
    if ((await this.store.document(collection, mark)) === undefined) await this.makeHeads();
    for await (const documents of documentPages(this.store, CHANNEL_HEAD_COLLECTION))
      for (const document of documents) {
        const head = decodeHead(document);
        if (head === undefined) this.unreadable(document.id);
        else this.channels.set(head.channelId, new Channel(head, this.providers.find(head.providerId), this.today));
      }
    for (const { manifest, enabled } of this.providers.list()) if (enabled) await this.recall(manifest);
  }

  /**
   * Reads what was accepted for the channels that need it to decide on a provider: before it comes to them.
   * @throws {StoreError}
   */
  async recall(manifest: ProviderManifest): Promise<void> {
    const lacking = new Map<string, Channel>();
    for (const channel of this.ofProvider(manifest.id))
      if (channel.lacksEvidence(manifest)) lacking.set(channel.channelId, channel);
    const recalled = (channel: Channel, document: ChannelDocument): void => {
      channel.recall(document);
      channel.attach(channel.provider);
    };
    if (lacking.size <= FEW) {
      for (const channel of lacking.values())
        recalled(channel, await this.document(channel.accountId, channel.channelId));
      return;
    }
    for await (const documents of documentPages(this.store, CHANNEL_COLLECTION))
      for (const document of documents) {
        const channel = lacking.get(document.id);
        if (channel !== undefined) recalled(channel, parseDocument(document, channelDocumentSchema));
      }
  }

  put(document: ChannelDocument): Channel {
    const channel = this.draft(document, this.providers.find(document.instruction.providerId));
    const before = this.channels.get(channel.channelId);
    // Messages that wait in memory go on with what holds now.
    if (before !== undefined) before.successor = channel;
    this.channels.set(channel.channelId, channel);
    return channel;
  }

  /** A channel with its decisions made that is not among the others: to see what they would be. */
  draft(document: ChannelDocument, provider: ProviderV1 | undefined): Channel {
    return new Channel(headOf(document), provider, this.today, evidenceOf(document));
  }

  /** Decides anew where the law has changed with the day. */
  reviewZones(): void {
    const today = this.zones.now();
    if (today === this.decidedWith) return;
    this.decidedWith = today;
    for (const channel of this.channels.values()) {
      channel.attach(channel.provider);
      const { open, provider, channelId } = channel;
      const refused = provider?.manifest.operations.filter((one) => channel.refusesOperation(one)).map(({ id }) => id);
      if (open === undefined || refused === undefined || refused.join() === open.refusedOperations.join()) continue;
      // The egress guard decided when the channel opened: its next use opens it with what holds today.
      void this.close(channel).catch(() => this.logger.warn("a channel failed to close", { channelId }));
    }
  }

  has(channelId: string): boolean {
    return this.channels.has(channelId);
  }

  find(accountId: string, channelId: string): Channel | undefined {
    const channel = this.channels.get(channelId);
    return channel?.accountId === accountId ? channel : undefined;
  }

  /** @throws {RequestError} `CHANNEL_UNKNOWN`, also for another account's channel. */
  get(accountId: string, channelId: string): Channel {
    const channel = this.find(accountId, channelId);
    if (channel === undefined) throw new RequestError("CHANNEL_UNKNOWN", { channelId });
    return channel;
  }

  /** For the host's own work, where no account asks: webhooks and the outbox after a restart. */
  ofHost(channelId: string): Channel | undefined {
    return this.channels.get(channelId);
  }

  all(): IterableIterator<Channel> {
    return this.channels.values();
  }

  ofProvider(providerId: string): Channel[] {
    return [...this.channels.values()].filter((channel) => channel.providerId === providerId);
  }

  /** The whole evidence of a channel, from the store. */
  async document(accountId: string, channelId: string): Promise<ChannelDocument> {
    this.get(accountId, channelId);
    const stored = await this.store.document(CHANNEL_COLLECTION, channelId);
    return parseDocument(stored ?? { collection: CHANNEL_COLLECTION, value: "" }, channelDocumentSchema);
  }

  /** Opens a channel once, however many ask. @throws {RequestError} as `ChannelOpener.open`, and `HOST_CLOSED`. */
  open(channel: Channel): Promise<OpenChannel> {
    if (this.closed) return Promise.reject(new ProviderLeftError(channel.providerId, true));
    if (channel.open !== undefined) return Promise.resolve(channel.open);
    const { provider } = channel;
    channel.opening ??= this.opener.open(channel).then(
      async (opened) => {
        channel.opening = undefined;
        // The provider left, or another version came, while the channel opened; or the host closes.
        if (channel.provider !== provider || this.closed) {
          await opened.close();
          throw new ProviderLeftError(channel.providerId, this.closed);
        }
        channel.open = opened;
        return opened;
      },
      (error: unknown) => {
        channel.opening = undefined;
        throw error;
      },
    );
    return channel.opening;
  }

  /** Lets go of a channel's instance; its next use opens it again. One that is just opening is closed when it is open. */
  async close(channel: Channel): Promise<void> {
    const opening = channel.opening?.catch(() => undefined);
    const open = this.detach(channel) ?? (opening === undefined ? undefined : await opening);
    if (channel.open === open) channel.open = undefined;
    await open?.close();
  }

  /** The channel's account is gone: nobody finds it any more. */
  async remove(channel: Channel): Promise<void> {
    this.channels.delete(channel.channelId);
    await this.close(channel);
  }

  /** What becomes of a question to an instance that was closed before it answered. */
  closedWhileAsked({ channelId, providerId, provider, activation }: Channel, name: string): RequestError {
    if (this.closed) return new RequestError("HOST_CLOSED");
    if (provider === undefined) return new RequestError("PROVIDER_DISABLED", { providerId });
    if (activation !== undefined) return new RequestError("CHANNEL_REFUSED", { channelId, refusal: activation.code });
    // Its settings changed, or another version came.
    return new RequestError("CAPABILITY_FAILED", { providerId, capability: name, error: "channel opened anew" });
  }

  /** Takes the instance off a channel without closing it: for transfers that may end on it. */
  detach(channel: Channel): OpenChannel | undefined {
    const { open } = channel;
    channel.open = undefined;
    return open;
  }

  /** Of a store from before there were heads. One that ends in between begins again. */
  private async makeHeads(): Promise<void> {
    let isOld = false;
    for await (const documents of documentPages(this.store, CHANNEL_COLLECTION)) {
      const writes = documents.flatMap(({ id, value }): StoreWrite[] => {
        const parsed = channelDocumentSchema.safeParse(JSON.parse(value));
        if (parsed.success) return [{ kind: "document-put", document: encodeHead(headOf(parsed.data)) }];
        this.unreadable(id);
        return [];
      });
      const [first, ...rest] = writes;
      if (first === undefined) continue;
      await this.commits.commit(first, ...rest);
      isOld = true;
    }
    // A store without channels gets it with its first one.
    if (isOld) await this.commits.commit(HEADS_MARK);
  }

  private unreadable(channelId: string): void {
    this.logger.error("a channel in the store cannot be read", { channelId });
  }

  /** All at once: one plugin that is slow to close holds up no other. */
  async closeAll(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.channels.values()].reverse().map((channel) => this.close(channel)));
  }
}
