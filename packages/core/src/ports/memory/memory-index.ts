/** Finds by owner and key; owners without a key take no memory. */
export class MemoryIndex<Kept> {
  private readonly owners = new Map<string, Map<string, Kept>>();

  get(owner: string, key: string): Kept | undefined {
    return this.owners.get(owner)?.get(key);
  }

  set(owner: string, key: string, kept: Kept): void {
    let keys = this.owners.get(owner);
    if (!keys) this.owners.set(owner, (keys = new Map<string, Kept>()));
    keys.set(key, kept);
  }

  delete(owner: string, key: string): void {
    const keys = this.owners.get(owner);
    keys?.delete(key);
    if (keys?.size === 0) this.owners.delete(owner);
  }
}
