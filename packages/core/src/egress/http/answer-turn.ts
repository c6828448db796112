import { setImmediate } from "node:timers";

/** Who is told that its answer is there. */
export interface Answered {
  tell(): void;
}

/**
 * Tells answers that arrived together together: when every socket that had something to read was read, still in the same turn of the event loop.
 * Told one by one, a message's whole way to its receipt and the next message's to the wire would run between two reads, on caches that the
 * reads emptied: a message over HTTP cost a fifth more.
 */
export class AnswerTurn {
  #answered: Answered[] = [];

  add(answered: Answered): void {
    if (this.#answered.length === 0) setImmediate(() => this.#tellAll());
    this.#answered.push(answered);
  }

  #tellAll(): void {
    const all = this.#answered;
    this.#answered = [];
    for (const answered of all) answered.tell();
  }
}
