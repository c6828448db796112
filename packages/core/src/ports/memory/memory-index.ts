import { ChainedTable } from "../../collections/chained-table.js";

/** Finds by owner and key. */
export class MemoryIndex<Kept> {
  private readonly table = new ChainedTable<string, Kept>();

  get(owner: string, key: string): Kept | undefined {
    return this.table.size === 0 ? undefined : this.table.get(joined(owner, key));
  }

  set(owner: string, key: string, kept: Kept): void {
    this.table.set(joined(owner, key), kept);
  }

  delete(owner: string, key: string): void {
    this.table.take(joined(owner, key));
  }
}

/** An owner's id has no space in it. */
const joined = (owner: string, key: string): string => `${owner} ${key}`;
