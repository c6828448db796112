import { hash } from "node:crypto";
import type { SubmittedForm } from "../body/submitted-form.js";

const MOST = 10_000;

/**
 * What the last submissions looked like, as hashes by their tokens: tells the same submission that comes again, because its answer was lost, from
 * another one under a token that was used. The content counts: browsers put another boundary around the same files each time.
 */
export class RecentBodies {
  readonly #hashes = new Map<string, string>();

  keep(nonce: string, submitted: SubmittedForm): void {
    this.#hashes.set(nonce, hashOf(submitted));
    if (this.#hashes.size <= MOST) return;
    const [oldest] = this.#hashes.keys();
    if (oldest !== undefined) this.#hashes.delete(oldest);
  }

  isSame(nonce: string, submitted: SubmittedForm): boolean {
    return this.#hashes.get(nonce) === hashOf(submitted);
  }
}

function hashOf({ values, files }: SubmittedForm): string {
  const content: unknown[] = [...values];
  for (const [name, given] of files)
    content.push([name, given.map(({ filename, bytes }) => [filename, hash("sha256", bytes, "base64url")])]);
  return hash("sha256", JSON.stringify(content), "base64url");
}
