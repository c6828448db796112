import { hash } from "node:crypto";

const MOST = 10_000;

/**
 * What the last submissions looked like, as hashes by their tokens: tells the same submission that comes again, because its answer was lost, from
 * another one under a token that was used.
 */
export class RecentBodies {
  readonly #hashes = new Map<string, string>();

  keep(nonce: string, body: Uint8Array): void {
    this.#hashes.set(nonce, hashOf(body));
    if (this.#hashes.size <= MOST) return;
    const [oldest] = this.#hashes.keys();
    if (oldest !== undefined) this.#hashes.delete(oldest);
  }

  isSame(nonce: string, body: Uint8Array): boolean {
    return this.#hashes.get(nonce) === hashOf(body);
  }
}

const hashOf = (body: Uint8Array): string => hash("sha256", body, "base64url");
