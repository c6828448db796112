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
    const { entries: known, pending: waiting } = this.state;
    const entries = isNext(found, known) ? [...known, ...found] : inOrder([...known, ...found]);
    const own = new Set(found.flatMap(({ by, id }) => (by === "visitor" ? id : [])));
    const pending = waiting.filter(({ id }) => !own.has(id));
    if (pending.length !== waiting.length) this.memory.keepPending(pending);
    this.change({ ...further, entries, pending });
  }

  /** What waits, here and in the browser's memory. */
  keep(pending: readonly PendingEntry[]): void {
    this.memory.keepPending(pending);
    this.change({ pending });
  }

  /** Another conversation begins: what waits goes with it, and what the account has set stays. */
  reset(notice?: "erased"): void {
    const { config, online, pending, transport } = this.state;
    this.state = {
      ...firstState,
      pending,
      online,
      ...(config === undefined ? {} : { config }),
      ...(transport === undefined ? {} : { transport }),
    };
    this.change(notice === undefined ? {} : { notice });
  }

  /** What was said of the conversation before is not true any more: somebody writes again. */
  unsay(): void {
    const { notice: _notice, ...state } = this.state;
    this.state = state;
  }
}

/** One that comes after all that are there, as nearly all do: in a long conversation it costs no more than in a short one. */
const isNext = ([first, ...more]: readonly ChatEntry[], known: readonly ChatEntry[]): boolean =>
  first !== undefined && more.length === 0 && first.seq > (known.at(-1)?.seq ?? 0);

function inOrder(all: readonly ChatEntry[]): ChatEntry[] {
  const bySeq = new Map<number, ChatEntry>();
  for (const entry of all) if (!bySeq.has(entry.seq) || entry.by === "visitor") bySeq.set(entry.seq, entry);
  return [...bySeq.values()].sort((left, right) => left.seq - right.seq);
}
