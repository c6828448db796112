/** Bytes that all connections of a listener may hold at once, so that many large messages cannot fill the process. */
export class BufferBudget {
  private heldBytes = 0;

  constructor(private readonly limitBytes: number) {}

  /** @returns false when the bytes do not fit now; nothing is held then. */
  hold(bytes: number): boolean {
    if (this.heldBytes + bytes > this.limitBytes) return false;
    this.heldBytes += bytes;
    return true;
  }

  release(bytes: number): void {
    this.heldBytes -= bytes;
  }
}
