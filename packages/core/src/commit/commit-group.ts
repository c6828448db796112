import type { StoreWrite } from "../ports/store.js";
import type { CommitTicket } from "./commit-ticket.js";

/** Writes in their order, each with its ticket, some joined to the one before them. Lists side by side: an object for each would cost more. */
export class CommitGroup {
  constructor(
    readonly writes: StoreWrite[] = [],
    readonly tickets: (CommitTicket | undefined)[] = [],
    /** Whether a write may not leave in a later group than the one before it. */
    private readonly joins: boolean[] = [],
  ) {}

  /** @returns the groups' writes as one, in order. */
  static of(groups: readonly CommitGroup[]): CommitGroup {
    return new CommitGroup(
      groups.flatMap(({ writes }) => writes),
      groups.flatMap(({ tickets }) => tickets),
      groups.flatMap(({ joins }) => joins),
    );
  }

  get size(): number {
    return this.writes.length;
  }

  /** Whether it records something that already happened. Of writes that are joined, the first speaks for all. */
  get mustKeep(): boolean {
    return this.tickets[0]?.mustKeep !== false;
  }

  add(write: StoreWrite, ticket: CommitTicket | undefined, isJoined: boolean): void {
    this.writes.push(write);
    this.tickets.push(ticket);
    this.joins.push(isJoined);
  }

  /** Takes the first writes off, more than `most` only where they are joined. */
  shift(most: number): CommitGroup {
    let size = most;
    while (this.joins[size] === true) size += 1;
    return new CommitGroup(this.writes.splice(0, size), this.tickets.splice(0, size), this.joins.splice(0, size));
  }

  /** @returns two parts, the earlier first; nothing when everything in it is joined. */
  halves(): readonly [CommitGroup, CommitGroup] | undefined {
    const middle = Math.floor(this.size / 2);
    let at = middle;
    while (at < this.size && this.joins[at] === true) at += 1;
    if (at === this.size) for (at = middle; at > 0 && this.joins[at] === true;) at -= 1;
    return at === 0 ? undefined : [this.#slice(0, at), this.#slice(at, this.size)];
  }

  /** Parts the writes that must be kept from the tickets of those that need not. */
  kept(): { readonly kept: CommitGroup; readonly refused: CommitTicket[] } {
    const kept = new CommitGroup();
    const refused: CommitTicket[] = [];
    this.writes.forEach((write, index) => {
      const ticket = this.tickets[index];
      if (ticket?.mustKeep === false) refused.push(ticket);
      else kept.add(write, ticket, this.joins[index] === true);
    });
    return { kept, refused };
  }

  #slice(from: number, to: number): CommitGroup {
    return new CommitGroup(this.writes.slice(from, to), this.tickets.slice(from, to), this.joins.slice(from, to));
  }
}
