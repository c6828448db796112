import { hash } from "node:crypto";
import type { SubmittedForm } from "../body/submitted-form.js";

/** At least so many of the last submissions are known, at most twice as many. */
const FEWEST = 5_000;

/**
 * What the last submissions looked like, as hashes by their tokens: tells the same submission that comes again, because its answer was lost, from
 * another one under a token that was used. The content counts: browsers put another boundary around the same files each time.
 *
 * Forgets by halves: to find the oldest entry of a large `Map`, V8 goes past all that were deleted before it, with each submission.
 */
export class RecentBodies {
  #newer = new Map<string, string>();
  #older: ReadonlyMap<string, string> = new Map();

  keep(nonce: string, submitted: SubmittedForm): void {
    if (this.#newer.size >= FEWEST) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(nonce, hashOf(submitted));
  }

  isSame(nonce: string, submitted: SubmittedForm): boolean {
    return (this.#newer.get(nonce) ?? this.#older.get(nonce)) === hashOf(submitted);
  }
}

function hashOf({ values, files }: SubmittedForm): string {
  const content: unknown[] = [...values];
  for (const [name, given] of files)
    content.push([name, given.map(({ filename, bytes }) => [filename, hash("sha256", bytes, "base64url")])]);
  return hash("sha256", JSON.stringify(content), "base64url");
}
