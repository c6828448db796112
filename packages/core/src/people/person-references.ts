import { randomBytes } from "node:crypto";
import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import { documentPages } from "../ports/document-pages.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store } from "../ports/store.js";
import { comparedAddress } from "../sealing/compared-address.js";
import { personReference, type ReferableAddress } from "../sealing/person-reference.js";
import { slotOf } from "./slot-of.js";

const COLLECTION = "person-keys";
const KEY_BYTES = 32;
/** References held in memory, so that a message's gates and its receipt share one hash. A power of two. */
const RECENT = 1_024;

/** 32 random bytes, base64url. */
const documentSchema = z.lazy(() => z.strictObject({ key: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }));

interface Recent {
  readonly accountId: string;
  readonly kind: string;
  readonly value: string;
  readonly reference: string;
}

/**
 * The one place where a person's address becomes the opaque name under which lists, windows and the ledger know the person: a hash keyed
 * with 32 random bytes of the account (R12, R15). It cannot be computed by who has no key, two accounts' references of one person have nothing
 * in common, and without the key, which `destroyAccount` overwrites, nobody can tell any more whom one meant.
 *
 * The key is the account's, not the person's: what must outlive an erasure, above all that somebody is *not* to be written to, is found by
 * it. What must not outlive it is taken out of the ledger by `rights/ledger-traces.ts`.
 * @see docs/decisions/2026-11-22-references-keyed-by-account.md
 */
@injectable()
export class PersonReferences {
  private readonly keys = new Map<string, string>();
  private readonly recent = new Array<Recent | undefined>(RECENT).fill(undefined);

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
  ) {}

  /** Reads every account's key: once, before anything asks. */
  async load(): Promise<void> {
    for await (const documents of documentPages(this.store, COLLECTION))
      for (const document of documents) this.keys.set(document.id, parseDocument(document, documentSchema).key);
  }

  /**
   * The reference of an address within an account: 22 characters of base64url. An e-mail address is compared without case, since nobody has
   * two that differ in it only and a withdrawal must not miss. An account's first reference makes its key; it is durable no later than what
   * is written under it.
   */
  of(accountId: string, { kind, value }: ReferableAddress): string {
    const slot = slotOf(value, RECENT);
    const known = this.recent[slot];
    if (known?.value === value && known.kind === kind && known.accountId === accountId) return known.reference;
    const reference = personReference(this.keyOf(accountId), accountId, { kind, value });
    this.recent[slot] = { accountId, kind, value, reference };
    return reference;
  }

  /** The reference of an address that is named without its kind, as in a provider's report: compared as a mail address is, whatever it is. */
  ofNamed(accountId: string, value: string): string {
    return this.of(accountId, { kind: "email", value });
  }

  /** Lets go of an address in memory, of whatever kind it was asked for. */
  forget(accountId: string, { value }: Pick<ReferableAddress, "value">): void {
    for (const [slot, known] of this.recent.entries())
      if (known?.accountId === accountId && same(known.value, value)) this.recent[slot] = undefined;
  }

  /** Destroys the account's key, overwritten on disk where the store can: from then on no reference of it means anybody. Durable. */
  async destroyAccount(accountId: string): Promise<void> {
    this.keys.delete(accountId);
    for (const [slot, known] of this.recent.entries())
      if (known?.accountId === accountId) this.recent[slot] = undefined;
    await this.commits.keep({ kind: "document-delete", collection: COLLECTION, id: accountId });
  }

  private keyOf(accountId: string): string {
    const known = this.keys.get(accountId);
    if (known !== undefined) return known;
    const key = randomBytes(KEY_BYTES).toString("base64url");
    this.keys.set(accountId, key);
    const value = JSON.stringify({ key } satisfies z.infer<typeof documentSchema>);
    this.commits.push({ kind: "document-put", document: { collection: COLLECTION, id: accountId, accountId, value } });
    return key;
  }
}

function same(one: string, other: string): boolean {
  return comparedAddress("email", one) === comparedAddress("email", other);
}
