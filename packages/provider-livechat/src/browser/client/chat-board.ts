import type { ChatEntry, PendingEntry } from "./chat-entry.js";
import type { ChatMemory } from "./chat-memory.js";
import { type ChatState, firstState } from "./chat-state.js";

/** What is known of the conversation, in one piece; told to whoever shows it with every change. */
export class ChatBoard {
  state: ChatState = firstState;

  constructor(
    private readonly memory: ChatMemory,
    private readonly onChange: () => void,
  ) {}

  change(changes: Partial<ChatState>): void {
    const state = { ...this.state, ...changes };
    const unread = state.entries.filter(({ by, seq }) => by === "operator" && seq > state.marks.readSeq).length;
    this.state = { ...state, unread };
    this.onChange();
  }

  /** Each entry is there once, whichever way it came. */
  merge(found: readonly ChatEntry[], further: Partial<ChatState> = {}): void {
    const bySeq = new Map(this.state.entries.map((entry) => [entry.seq, entry]));
    for (const entry of found) if (!bySeq.has(entry.seq) || entry.by === "visitor") bySeq.set(entry.seq, entry);
    const entries = [...bySeq.values()].sort((left, right) => left.seq - right.seq);
    const own = new Set(entries.filter(({ by }) => by === "visitor").map(({ id }) => id));
    const pending = this.state.pending.filter(({ id }) => !own.has(id));
    if (pending.length !== this.state.pending.length) this.memory.keepPending(pending);
    this.change({ ...further, entries, pending });
  }

  /** What waits, here and in the browser's memory. */
  keep(pending: readonly PendingEntry[]): void {
    this.memory.keepPending(pending);
    this.change({ pending });
  }

  /** Another conversation begins: what waits goes with it, and what the account has set stays. */
  reset(notice?: "erased"): void {
    const { config, online, pending } = this.state;
    this.state = { ...firstState, pending, online, ...(config === undefined ? {} : { config }) };
    this.change(notice === undefined ? {} : { notice });
  }

  /** What was said of the conversation before is not true any more: somebody writes again. */
  unsay(): void {
    const { notice: _notice, ...state } = this.state;
    this.state = state;
  }
}
