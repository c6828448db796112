/** Fresh messages that are kept in mind at most; about 100 bytes each. */
const MOST = 16_384;
/** How many of them are given rows at once when there are more. */
const PORTION = 1_024;
/** How far a start has to look back. Sequences. */
const REACH = 20_000;

/**
 * Which messages are fresh: accepted, ready, without a row in `message_states`. Most are done before anyone asks for them, so none of them
 * ever costs an index entry. Those that stay are given rows, so that both this memory and what a start has to look through are bounded.
 *
 * Changes belong to the transaction under way until `keep` or `takeBack` is called.
 */
export class FreshMessages {
  /** Channel by sequence. */
  private readonly channels = new Map<number, string>();
  private added: number[] = [];
  private taken: [sequence: number, channelId: string][] = [];
  private byChannel: Map<string, number[]> | undefined;
  private lastSequence = 0;
  private fromAtStart: number;

  /** @param from - every fresh message has at least this sequence. */
  constructor(private from: number) {
    this.fromAtStart = from;
  }

  add(sequence: number, channelId: string): void {
    this.channels.set(sequence, channelId);
    this.added.push(sequence);
    if (sequence > this.lastSequence) this.lastSequence = sequence;
  }

  /** @returns false when the message is not fresh, or not certainly so because its page is damaged. */
  take(sequence: number): boolean {
    const channelId = this.channels.get(sequence);
    if (channelId === undefined) return false;
    this.channels.delete(sequence);
    this.taken.push([sequence, channelId]);
    return channelId !== "";
  }

  /**
   * Takes what is below the mark, where a start would not find it, what has been fresh for too long, and what is too much, the oldest first.
   * @returns sequence and channel of each, to be given rows by the caller.
   */
  takeOverdue(): (readonly [sequence: number, channelId: string])[] {
    const isFar = this.lastSequence - this.from > REACH;
    const tooMany = this.channels.size > MOST ? this.channels.size - MOST + PORTION : 0;
    const strays = this.added.filter((sequence) => sequence < this.from && this.channels.has(sequence));
    if (!isFar && tooMany === 0 && strays.length === 0) return [];
    const overdue = new Set(strays);
    if (isFar || tooMany > 0) {
      const keptFrom = isFar ? this.lastSequence - REACH / 2 : 0;
      const sequences = [...this.channels.keys()].sort((left, right) => left - right);
      for (const [index, sequence] of sequences.entries()) {
        if (index >= tooMany && sequence >= keptFrom) break;
        overdue.add(sequence);
      }
    }
    const before = this.taken.length;
    for (const sequence of overdue) this.take(sequence);
    return this.taken.slice(before);
  }

  /** @returns the mark to be written with this transaction, `undefined` while the old one will do. */
  moveMark(): number | undefined {
    if (this.lastSequence - this.from <= REACH) return undefined;
    let first = this.lastSequence + 1;
    for (const sequence of this.channels.keys()) if (sequence < first) first = sequence;
    return (this.from = first);
  }

  keep(): void {
    if (this.added.length > 0 || this.taken.length > 0) this.byChannel = undefined;
    this.added = [];
    this.taken = [];
    this.fromAtStart = this.from;
  }

  takeBack(): void {
    for (const [sequence, channelId] of this.taken) this.channels.set(sequence, channelId);
    for (const sequence of this.added) this.channels.delete(sequence);
    this.from = this.fromAtStart;
    this.added = [];
    this.taken = [];
    this.byChannel = undefined;
  }

  /** @returns rising sequences of a channel's fresh messages. */
  ofChannel(channelId: string, after: number, limit: number): readonly number[] {
    const sequences = this.grouped().get(channelId) ?? [];
    const begin = sequences.findIndex((sequence) => sequence > after);
    return begin < 0 ? [] : sequences.slice(begin, begin + limit);
  }

  channelIds(): readonly string[] {
    return [...this.grouped().keys()];
  }

  private grouped(): ReadonlyMap<string, number[]> {
    if (this.byChannel) return this.byChannel;
    const byChannel = new Map<string, number[]>();
    for (const [sequence, channelId] of this.channels) {
      const known = byChannel.get(channelId);
      if (known) known.push(sequence);
      else byChannel.set(channelId, [sequence]);
    }
    for (const sequences of byChannel.values()) sequences.sort((left, right) => left - right);
    this.byChannel = byChannel;
    return byChannel;
  }
}
