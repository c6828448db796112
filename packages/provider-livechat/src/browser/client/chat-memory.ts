import type { PendingEntry } from "./chat-entry.js";
import { natives } from "./natives.js";

interface Kept {
  readonly token?: string | undefined;
  readonly pending?: readonly PendingEntry[] | undefined;
  /** Whose it is: a signed-in person's conversation is not shown to the next one at the same computer. */
  readonly identity?: string | undefined;
}

/**
 * What this browser keeps of the chat: the token, and messages that are not sent yet. In the site's own storage, no cookie: nothing of it is sent by
 * the browser itself. All tabs share it, so that each writes what it changed and nothing else. Where the storage is closed or full, it lasts as long as
 * the page.
 */
export class ChatMemory {
  /** What would be in the storage, where it takes nothing. */
  private kept: Kept = {};
  private isClosed = false;
  private current: string | undefined;
  /** Messages this page has had: those of other tabs are not its to take out. */
  private readonly own = new Set<string>();

  constructor(
    private readonly key: string,
    private readonly identity: string | undefined,
  ) {
    const { token, identity: before } = this.read();
    // Somebody else sits here now, or nobody is signed in any more.
    if (token !== undefined && before !== identity) this.write({});
    this.load();
    for (const { id } of this.pending) this.own.add(id);
  }

  /** Another tab may have begun the conversation meanwhile. */
  load(): void {
    const { token, identity } = this.read();
    if (identity === this.identity) this.current ??= token;
  }

  get token(): string | undefined {
    return this.current;
  }

  get pending(): readonly PendingEntry[] {
    return this.read().pending ?? [];
  }

  keepToken(token: string | undefined): void {
    const { current: before, identity } = this;
    const { token: stored, pending } = this.read();
    this.current = token;
    // What another tab has begun is not this one's to forget.
    if (token === undefined && stored !== before) return;
    this.write(token === undefined ? { pending } : { token, identity, pending });
  }

  keepPending(pending: readonly PendingEntry[]): void {
    for (const { id } of pending) this.own.add(id);
    const kept = this.read();
    const others = (kept.pending ?? []).filter(({ id }) => !this.own.has(id));
    this.write({ ...kept, pending: [...others, ...pending.filter(({ file }) => file === undefined)] });
  }

  private read(): Kept {
    if (this.isClosed) return this.kept;
    try {
      return asKept(natives.parse(localStorage.getItem(this.key) ?? "{}"));
    } catch {
      // Closed, or not written by us.
      return this.kept;
    }
  }

  private write(kept: Kept): void {
    const { token, pending = [], identity } = kept;
    this.kept = { token, pending, identity };
    try {
      if (token === undefined && pending.length === 0) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, natives.stringify(this.kept));
    } catch {
      // Closed or full: this page still has it, and looks nowhere else from now on.
      this.isClosed = true;
    }
  }
}

/** Scripts of the page write to the same storage: what has not our shape is not ours. */
function asKept(value: unknown): Kept {
  if (typeof value !== "object" || value === null) return {};
  const { token, pending, identity } = value as Readonly<Record<string, unknown>>;
  return {
    token: typeof token === "string" ? token : undefined,
    pending: Array.isArray(pending) ? pending.filter(isPending) : [],
    identity: typeof identity === "string" ? identity : undefined,
  };
}

const isPending = (value: unknown): value is PendingEntry =>
  typeof value === "object" &&
  value !== null &&
  "id" in value &&
  typeof value.id === "string" &&
  "atMs" in value &&
  Number.isFinite(value.atMs) &&
  "text" in value &&
  typeof value.text === "string";
