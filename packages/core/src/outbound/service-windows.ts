import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import { readSetting } from "../policy/read-setting.js";
import type { Refusal } from "../policy/refusal.js";
import { decideServiceWindow } from "../policy/service-window-policy.js";
import type { PersonReferences } from "../people/person-references.js";
import { documentPages } from "../ports/document-pages.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store, StoreWrite } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { InboundMessage } from "../spec/inbound/inbound-message.js";
import type { ReferableAddress } from "../sealing/person-reference.js";
import type { ServiceWindow } from "../spec/manifest/capability.js";
import type { GateContext } from "./gate.js";
import type { GatePipeline } from "./gate-pipeline.js";

const COLLECTION = "service-window";
const MOST_IN_MEMORY = 50_000;
const HOUR_MS = 3_600_000;
/** `senders` is missing in what an earlier version wrote. */
const documentSchema = z.lazy(() =>
  z.object({
    lastInboundAtMs: z.number(),
    keepUntilMs: z.number(),
    senders: z.record(z.string(), z.number()).optional(),
  }),
);

/** When a person wrote last, by the sender of ours they wrote to; under {@link ANY_SENDER} where that is not told, or there is but one. */
type LastInbound = Readonly<Record<string, number>>;
const ANY_SENDER = "";
const NEVER: LastInbound = {};

/**
 * When each person last wrote to each channel whose provider takes free content only for a while after that, and the gate that asks for
 * it. One small document per channel and person, under a hash of the address; other channels cost one comparison a message. Where the account may
 * choose its sender, each has a window of its own: a person who wrote to one number has not written to another.
 */
@injectable()
export class ServiceWindows {
  /** By document id; empty = the store knows of no message. The oldest entries are forgotten, the store has them. */
  private readonly known = new Map<string, LastInbound>();
  private prunedAtMs = 0;

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.GatePipeline) gates: GatePipeline,
  ) {
    gates.use({ name: "service-window", again: true, decide: (context) => this.decide(context) });
  }

  /**
   * Notes that a person wrote: known to the gate when it resolves, durable with the writes that follow, so before the delivery counts as handled.
   * A message that comes late, or again, does not take the place of a newer one, also where only the store knows of that.
   */
  async opened(channel: Channel, message: InboundMessage, recordedAtMs: number): Promise<void> {
    const window = windowOf(channel);
    if (window === undefined) return;
    // A provider whose clock is ahead does not make the window longer.
    const at = message.occurredAt === undefined ? recordedAtMs : Math.min(Date.parse(message.occurredAt), recordedAtMs);
    const windowMs = window.hours * HOUR_MS;
    const to = hasSenders(channel) ? (message.to[0] ?? ANY_SENDER) : ANY_SENDER;
    for (const address of [message.from, ...(message.alsoKnownAs ?? [])]) {
      const id = this.idOf(channel, address);
      if (!this.known.has(id)) await this.load(id);
      const last = later(this.known.get(id) ?? NEVER, { [to]: at });
      const lastInboundAtMs = latestOf(last);
      const senders = Object.fromEntries(Object.entries(last).filter(([, atMs]) => atMs + windowMs > lastInboundAtMs));
      this.remember(id, senders);
      const value = JSON.stringify({ lastInboundAtMs, keepUntilMs: lastInboundAtMs + windowMs, senders });
      this.commits.push({
        kind: "document-put",
        document: { collection: COLLECTION, id, accountId: channel.accountId, value },
      });
    }
    this.prune();
  }

  /** Forgets when a person wrote to a channel. @returns what makes it last. */
  forget(channel: Channel, address: { readonly kind: string; readonly value: string }): StoreWrite[] {
    if (windowOf(channel) === undefined) return [];
    const id = this.idOf(channel, address);
    this.known.delete(id);
    return [{ kind: "document-delete", collection: COLLECTION, id }];
  }

  private decide({ channel, message }: GateContext): Refusal | undefined | Promise<Refusal | undefined> {
    const window = windowOf(channel);
    if (window === undefined || window.always.includes(message.content.type)) return undefined;
    const ids = message.recipients.map(({ address }) => this.idOf(channel, address));
    const sender = hasSenders(channel) ? (message.sender?.value ?? ownSenderOf(channel, window)) : undefined;
    const decide = (): Refusal | undefined => {
      for (const id of ids) {
        const at = latestOf(this.known.get(id) ?? NEVER, sender);
        const refused = decideServiceWindow(window, message.content.type, at || undefined, this.clock.now());
        if (refused !== undefined) return refused;
      }
      return undefined;
    };
    const unknown = ids.filter((id) => !this.known.has(id));
    return unknown.length === 0 ? decide() : Promise.all(unknown.map((id) => this.load(id))).then(decide);
  }

  /** Two channels of one account keep apart what they know; an address is not readable from the id. */
  private idOf({ accountId, channelId }: Channel, address: ReferableAddress): string {
    return `${channelId}/${this.people.of(accountId, address)}`;
  }

  private async load(id: string): Promise<void> {
    const document = await this.store.document(COLLECTION, id);
    const stored = document === undefined ? undefined : parseDocument(document, documentSchema);
    const senders = stored === undefined ? NEVER : (stored.senders ?? { [ANY_SENDER]: stored.lastInboundAtMs });
    // A message may have come while the store was read.
    this.remember(id, later(senders, this.known.get(id) ?? NEVER));
  }

  private remember(id: string, last: LastInbound): void {
    this.known.delete(id);
    this.known.set(id, last);
    if (this.known.size <= MOST_IN_MEMORY) return;
    const [oldest] = this.known.keys();
    if (oldest !== undefined) this.known.delete(oldest);
  }

  /** Once an hour at most: takes windows out of the store that closed long ago. */
  private prune(): void {
    const nowMs = this.clock.now();
    if (nowMs - this.prunedAtMs < HOUR_MS) return;
    this.prunedAtMs = nowMs;
    this.deleteClosed(nowMs).catch(() => (this.prunedAtMs = 0));
  }

  private async deleteClosed(nowMs: number): Promise<void> {
    for await (const documents of documentPages(this.store, COLLECTION))
      for (const document of documents) {
        const { lastInboundAtMs, keepUntilMs } = parseDocument(document, documentSchema);
        const { id } = document;
        // Opened again since the page was read: the newer document stays.
        if (keepUntilMs >= nowMs || latestOf(this.known.get(id) ?? NEVER) > lastInboundAtMs) continue;
        this.known.delete(id);
        this.commits.push({ kind: "document-delete", collection: COLLECTION, id });
      }
  }
}

function windowOf(channel: Channel): ServiceWindow | undefined {
  return channel.provider?.manifest.content?.serviceWindow;
}

function hasSenders({ provider }: Channel): boolean {
  const level = provider?.manifest.content?.features["sender-choice"];
  return level !== undefined && level !== "rejected" && level !== "dropped";
}

/** Of a message that names no sender, as the channel's settings say. */
function ownSenderOf({ settings }: Channel, { sender }: ServiceWindow): string | undefined {
  const own = sender === undefined ? undefined : readSetting(settings, sender.setting);
  return typeof own === "string" ? own : undefined;
}

/** @param sender - of ours; nothing = whichever it was written to. @returns 0 for never. */
function latestOf(last: LastInbound, sender?: string): number {
  if (sender !== undefined) return Math.max(last[sender] ?? 0, last[ANY_SENDER] ?? 0);
  return Math.max(0, ...Object.values(last));
}

function later(one: LastInbound, other: LastInbound): LastInbound {
  const both: Record<string, number> = { ...one };
  for (const [sender, atMs] of Object.entries(other)) both[sender] = Math.max(atMs, both[sender] ?? 0);
  return both;
}
