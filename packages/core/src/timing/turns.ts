/** Lets changes of one thing go one after the other; changes of different things do not wait for each other. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  async take<Result>(id: string, change: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(id);
    const result = before === undefined ? change() : before.then(change);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(id, settled);
    try {
      return await result;
    } finally {
      if (this.#last.get(id) === settled) this.#last.delete(id);
    }
  }
}
