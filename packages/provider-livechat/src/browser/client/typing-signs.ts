import type { ChatBoard } from "./chat-board.js";
import type { ChatMemory } from "./chat-memory.js";
import type { ChatRequests } from "./chat-requests.js";
import { natives } from "./natives.js";

const LASTS_MS = 6_000;
const EVERY_MS = 3_000;

/** That somebody writes, on either side. */
export class TypingSigns {
  private saidAtMs = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly requests: ChatRequests,
    private readonly memory: ChatMemory,
    private readonly board: ChatBoard,
  ) {}

  /** The visitor writes: said to the server now and then. */
  say(): void {
    if (this.memory.token === undefined || Date.now() - this.saidAtMs < EVERY_MS) return;
    this.saidAtMs = Date.now();
    this.requests.call("typing", { method: "POST", token: this.memory.token, json: {} }).catch(() => undefined);
  }

  /** The other side writes: true for a while. */
  heard(): void {
    this.board.change({ isTyping: true });
    natives.clearTimeout(this.timer);
    this.timer = natives.setTimeout(() => this.board.change({ isTyping: false }), LASTS_MS);
  }
}
