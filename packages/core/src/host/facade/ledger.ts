import { inject, injectable } from "tsyringe";
import { TOKENS } from "../../di/tokens.js";
import type { AuditEntry } from "../../ports/audit-entry.js";
import type { LedgerEntry } from "../../ports/ledger-entry.js";
import type { Store } from "../../ports/store.js";
import { requireAccount } from "../require-account.js";

/** Which transfers of an account to read; times in milliseconds since the epoch. */
export interface LedgerQuery {
  readonly accountId: string;
  readonly messageId?: string;
  readonly channelId?: string;
  readonly providerId?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Entries after this sequence. */
  readonly after?: number;
  /** At most so many; 100 when absent. */
  readonly limit?: number;
}

/** The receipts of an account's transfers and the trail of what was done (R12, R23). */
@injectable()
export class Ledger {
  constructor(@inject(TOKENS.Store) private readonly store: Store) {}

  /** Oldest first. */
  async entries(query: LedgerQuery): Promise<(LedgerEntry & { readonly sequence: number })[]> {
    requireAccount(query.accountId);
    return this.store.ledger({ ...query, limit: query.limit ?? 100 });
  }

  /** Administrative acts and refusals, oldest first. */
  async audit(query: {
    readonly accountId: string;
    readonly action?: string;
    readonly after?: number;
    readonly limit?: number;
  }): Promise<(AuditEntry & { readonly sequence: number })[]> {
    requireAccount(query.accountId);
    return this.store.audit({ ...query, limit: query.limit ?? 100 });
  }
}
