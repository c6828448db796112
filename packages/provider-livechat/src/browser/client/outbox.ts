import type { ChatBoard } from "./chat-board.js";
import type { PendingEntry } from "./chat-entry.js";
import { ChatFailure } from "./chat-failure.js";
import type { ChatRequests } from "./chat-requests.js";
import { makeId } from "./make-id.js";
import { RetryPause } from "./retry-pause.js";

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;

export interface OutboxOptions {
  /** The visitor's token; begins a conversation where there is none. @throws {ChatFailure} */
  token(): Promise<string>;
  /** It is with the server: one more reason to listen. */
  onHandedIn(): void;
  /** The server does not know the visitor any more. */
  onRefused(): void;
}

/** What the visitor wrote and the server does not have yet: handed in in its order, each under its own id until it is there. */
export class Outbox {
  private flushing = false;
  private readonly pause = new RetryPause();

  constructor(
    private readonly requests: ChatRequests,
    private readonly board: ChatBoard,
    private readonly options: OutboxOptions,
  ) {}

  add(entry: Omit<PendingEntry, "id" | "atMs">): void {
    this.board.unsay();
    this.board.keep([...this.board.state.pending, { id: makeId(), atMs: Date.now(), ...entry }]);
    void this.flush();
  }

  again(id: string, consent?: PendingEntry["consent"]): void {
    this.board.keep(
      this.board.state.pending.map((one) => {
        if (one.id !== id) return one;
        const { failed: _failed, againAtMs: _againAtMs, ...rest } = one;
        return { ...rest, ...(consent === undefined ? {} : { consent }) };
      }),
    );
    void this.flush();
  }

  discard(id: string): void {
    this.board.keep(this.board.state.pending.filter((one) => one.id !== id));
  }

  /** Tries again at once what waits for its next attempt. */
  hurry(): void {
    this.pause.end();
  }

  /** Hands in what waits, one after the other: in the order in which it was written. */
  async flush(): Promise<void> {
    if (this.flushing) return;
    this.flushing = true;
    let retryMs = FIRST_RETRY_MS;
    try {
      for (;;) {
        const next = this.board.state.pending.find(({ failed }) => failed === undefined);
        if (next === undefined) return;
        try {
          const seq = await this.handIn(next);
          retryMs = FIRST_RETRY_MS;
          this.handedIn(next, seq);
        } catch (error) {
          const failure = error instanceof ChatFailure ? error : new ChatFailure("REFUSED");
          if (failure.code === "SESSION_REFUSED") this.options.onRefused();
          else if (failure.isPassing) {
            await this.pause.wait(failure.retryAfterMs ?? retryMs * (0.5 + Math.random() / 2));
            retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
          } else this.refused(next, failure);
        }
      }
    } finally {
      this.flushing = false;
    }
  }

  private async handIn({ id, text, file, consent }: PendingEntry): Promise<number> {
    const token = await this.options.token();
    if (file === undefined) {
      const json = { id, text, ...(consent === undefined ? {} : { consent }) };
      return ((await this.requests.json("messages", { method: "POST", token, json })) as { seq: number }).seq;
    }
    if (!(await isThere(file))) throw new ChatFailure("FILE_GONE");
    const headers = {
      "content-type": "application/octet-stream",
      "x-chat-id": id,
      "x-chat-file-name": encodeURIComponent(file.name),
      ...(consent === undefined ? {} : { "x-chat-language": consent.language, "x-chat-consent": consent.wordingHash }),
    };
    return ((await this.requests.json("files", { method: "POST", token, file, headers })) as { seq: number }).seq;
  }

  private handedIn({ id, atMs, text, file, consent }: PendingEntry, seq: number): void {
    const shown =
      file === undefined
        ? { text: text ?? "" }
        : { file: { fileId: id, name: file.name, contentType: file.type, sizeBytes: file.size } };
    this.discard(id);
    this.board.merge([{ seq, id, by: "visitor", atMs, ...shown }], consent === undefined ? {} : { hasConsent: true });
    this.options.onHandedIn();
  }

  /** For good, unless the visitor asks for it again. */
  private refused({ id }: PendingEntry, { code, retryAfterMs }: ChatFailure): void {
    if (code === "IDENTITY_REFUSED") this.board.change({ notice: "signIn" });
    const failed = {
      failed: code,
      ...(retryAfterMs === undefined ? {} : { againAtMs: Date.now() + retryAfterMs }),
    };
    this.board.keep(this.board.state.pending.map((one) => (one.id === id ? { ...one, ...failed } : one)));
  }
}

/** Whether a file can be read still: a browser has only its place, and a request with one that was moved or changed fails like a network. */
function isThere(file: File): Promise<boolean> {
  const first = file.slice(0, 1).arrayBuffer();
  return first.then(
    () => true,
    () => false,
  );
}
