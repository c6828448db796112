import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { PersonReferences } from "../people/person-references.js";
import type { Store, StoreWrite } from "../ports/store.js";
import type { Person } from "./person-traces.js";

const PAGE = 500;

/** Takes a person's reference out of the ledger, which still verifies: an entry's leaf stays as it was. */
@injectable()
export class LedgerTraces {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
  ) {}

  /** @returns in how many entries. A second time there is nothing left. */
  async erase({ accountId, addresses }: Person): Promise<number> {
    await this.commits.barrier();
    let erased = 0;
    for (const address of addresses) {
      const recipient = this.people.of(accountId, address);
      let after = 0;
      for (;;) {
        const entries = await this.store.ledger({ accountId, recipient, after, limit: PAGE });
        const [first, ...rest] = entries.map(({ sequence }): StoreWrite => ({
          kind: "ledger-erase",
          log: "transfer",
          accountId,
          sequence,
          recipient,
        }));
        if (first !== undefined) await this.commits.keep(first, ...rest);
        erased += entries.length;
        if (entries.length < PAGE) break;
        after = entries.at(-1)?.sequence ?? after;
      }
    }
    return erased;
  }
}
