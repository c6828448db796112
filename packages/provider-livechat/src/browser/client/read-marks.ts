import type { ChatBoard } from "./chat-board.js";
import type { ChatMemory } from "./chat-memory.js";
import type { ChatRequests } from "./chat-requests.js";
import { natives } from "./natives.js";

const AFTER_MS = 200;

/** Tells the server how far the conversation came, and how far it was seen: several messages together. */
export class ReadMarks {
  private isSeen = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly requests: ChatRequests,
    private readonly memory: ChatMemory,
    private readonly board: ChatBoard,
  ) {}

  /** Whether the conversation is in view. */
  seen(isSeen: boolean): void {
    this.isSeen = isSeen;
    if (isSeen) this.soon();
  }

  soon(): void {
    this.timer ??= natives.setTimeout(() => {
      this.timer = undefined;
      this.tell();
    }, AFTER_MS);
  }

  private tell(): void {
    const { marks, entries } = this.board.state;
    const end = entries.at(-1)?.seq ?? 0;
    const read = this.isSeen ? end : marks.readSeq;
    if (end <= marks.deliveredSeq && read <= marks.readSeq) return;
    const json = { delivered: end, read };
    this.requests
      .call("marks", { method: "POST", token: this.memory.token, json })
      .then(() => this.board.change({ marks: { ...this.board.state.marks, deliveredSeq: end, readSeq: read } }))
      // Said again with the next message, or when the connection is back.
      .catch(() => undefined);
  }
}
