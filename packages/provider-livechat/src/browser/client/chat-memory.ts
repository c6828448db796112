import type { PendingEntry } from "./chat-entry.js";
import { natives } from "./natives.js";

interface Kept {
  readonly token?: string;
  readonly pending?: readonly PendingEntry[];
  /** Whose it is: a signed-in person's conversation is not shown to the next one at the same computer. */
  readonly identity?: string;
}

/**
 * What this browser keeps of the chat: the token, and messages that are not sent yet. In the site's own storage, no cookie: nothing of it is sent by
 * the browser itself. Where the storage is closed, it lasts as long as the page.
 */
export class ChatMemory {
  private kept: Kept = {};

  constructor(private readonly key: string) {
    this.load();
  }

  /** Another tab may have begun the conversation meanwhile. */
  load(): void {
    try {
      const stored: unknown = natives.parse(localStorage.getItem(this.key) ?? "{}");
      if (typeof stored === "object" && stored !== null) this.kept = stored;
    } catch {
      this.kept = { ...this.kept };
    }
  }

  get token(): string | undefined {
    return this.kept.token;
  }

  get identity(): string | undefined {
    return this.kept.identity;
  }

  get pending(): readonly PendingEntry[] {
    return this.kept.pending ?? [];
  }

  keepToken(token: string | undefined, identity?: string): void {
    const { token: _token, identity: _identity, ...rest } = this.kept;
    this.keep({
      ...rest,
      ...(token === undefined ? {} : { token }),
      ...(identity === undefined ? {} : { identity }),
    });
  }

  keepPending(pending: readonly PendingEntry[]): void {
    this.keep({ ...this.kept, pending: pending.filter(({ file }) => file === undefined) });
  }

  clear(): void {
    this.keep({});
  }

  private keep(kept: Kept): void {
    this.kept = kept;
    try {
      if (Object.keys(kept).length === 0) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, natives.stringify(kept));
    } catch {
      // Closed or full: this page still has it.
      this.kept = kept;
    }
  }
}
