import { inject, injectable } from "tsyringe";
import { z } from "zod";
import { TOKENS } from "../di/tokens.js";
import type { GateContext } from "../outbound/gate.js";
import type { GatePipeline } from "../outbound/gate-pipeline.js";
import type { PersonReferences } from "../people/person-references.js";
import type { Refusal } from "../policy/refusal.js";
import { decideRestrictions, type StandingRestriction } from "../policy/restriction-policy.js";
import { documentPages } from "../ports/document-pages.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store, StoreWrite } from "../ports/store.js";
import type { Address } from "../spec/message/address.js";

const COLLECTION = "restrictions";
const documentSchema = z.lazy(() =>
  z.strictObject({
    kind: z.enum(["restricted", "objected"]),
    purposes: z.array(z.string()).optional(),
    atMs: z.number(),
  }),
);
const NONE: readonly StandingRestriction[] = [];

/**
 * Whose data is restricted, who objected, and who is being erased, and the gate that asks (R15). Kept under references, without an address;
 * who is being erased is known from the open requests. Accounts without an entry cost a comparison.
 */
@injectable()
export class RestrictionBook {
  /** By account and reference: restrictions by the request they come from. */
  private readonly standing = new Map<string, Map<string, Map<string, StandingRestriction>>>();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.GatePipeline) gates: GatePipeline,
  ) {
    gates.use({ name: "restriction", again: true, decide: (context) => this.decide(context) });
  }

  async load(): Promise<void> {
    for await (const documents of documentPages(this.store, COLLECTION))
      for (const document of documents) {
        const { kind, purposes } = parseDocument(document, documentSchema);
        const [person = "", requestId = ""] = document.id.split("/");
        this.set(document.accountId, person, requestId, { kind, purposes });
      }
  }

  /** In force at once. @returns the writes that make it last; none for an erasure, which its request remembers. */
  restrict(
    accountId: string,
    addresses: readonly Address[],
    requestId: string,
    restriction: StandingRestriction,
    atMs: number,
  ): StoreWrite[] {
    const { kind, purposes } = restriction;
    return addresses.flatMap((address) => {
      const person = this.people.of(accountId, address);
      this.set(accountId, person, requestId, restriction);
      if (kind === "erasing") return [];
      const value = JSON.stringify({ kind, purposes, atMs });
      const document = { collection: COLLECTION, id: `${person}/${requestId}`, accountId, value };
      return [{ kind: "document-put", document } as const];
    });
  }

  /** What stands against messages to one address of a person stands against another of theirs, too, until it is lifted. @returns the writes that make it last. */
  extend(accountId: string, from: Address, to: Address, atMs: number): StoreWrite[] {
    const requests = this.standing.get(accountId)?.get(this.people.of(accountId, from)) ?? [];
    return [...requests].flatMap(([requestId, restriction]) =>
      this.restrict(accountId, [to], requestId, restriction, atMs),
    );
  }

  /** The documents of a request's restrictions, to be deleted before {@link RestrictionBook.allow}. */
  deletions(accountId: string, requestId: string): StoreWrite[] {
    return [...(this.standing.get(accountId) ?? [])]
      .filter(([, requests]) => requests.has(requestId))
      .map(([person]) => ({ kind: "document-delete", collection: COLLECTION, id: `${person}/${requestId}` }) as const);
  }

  /** Takes a request's restrictions back. */
  allow(accountId: string, requestId: string): void {
    const people = this.standing.get(accountId);
    if (people === undefined) return;
    for (const [person, requests] of people) {
      requests.delete(requestId);
      if (requests.size === 0) people.delete(person);
    }
    if (people.size === 0) this.standing.delete(accountId);
  }

  /** What stands against a person now. */
  of(accountId: string, address: Address): readonly StandingRestriction[] {
    return [...(this.standing.get(accountId)?.get(this.people.of(accountId, address))?.values() ?? NONE)];
  }

  /** The account is gone. */
  forget(accountId: string): void {
    this.standing.delete(accountId);
  }

  private decide({ channel, message }: GateContext): Refusal | undefined {
    if (this.standing.size === 0) return undefined;
    const { accountId } = channel;
    const people = this.standing.get(accountId);
    if (people === undefined) return undefined;
    // Nothing stands against most people: only then is anything put together.
    if (!message.recipients.some(({ address }) => people.has(this.people.of(accountId, address)))) return undefined;
    return decideRestrictions(
      message.recipients.map(({ address }) => this.of(accountId, address)),
      message.legalBasis?.purpose,
    );
  }

  private set(accountId: string, person: string, requestId: string, restriction: StandingRestriction): void {
    let people = this.standing.get(accountId);
    if (people === undefined)
      this.standing.set(accountId, (people = new Map<string, Map<string, StandingRestriction>>()));
    const requests = people.get(person);
    if (requests === undefined) people.set(person, new Map([[requestId, restriction]]));
    else requests.set(requestId, restriction);
  }
}
