import { requireQuery } from "../require-query.js";
import { inject, injectable } from "tsyringe";
import { z } from "zod";
import { TOKENS } from "../../di/tokens.js";
import { HOST_TRAIL } from "../../ledger/audit-log.js";
import type { Store } from "../../ports/store.js";
import { requireAccount } from "../require-account.js";
import { requirePage } from "../require-page.js";

const detailsSchema = z.record(z.string(), z.unknown());

/** One act as its account reads it. */
export interface AuditedEntry {
  readonly sequence: number;
  readonly at: string;
  /** Who: an id the host application knows, or `"host"`. */
  readonly actor: string;
  readonly action: string;
  /** Id of what it was done to. */
  readonly subject: string;
  /** Reason, authority, and the host's word on it (`authorisation`), where there are any. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** The trail of administrative acts and refusals of an account, and of the host: who, what, when, why (R22). */
@injectable()
export class Audit {
  constructor(@inject(TOKENS.Store) private readonly store: Store) {}

  /**
   * Oldest first, 100 at a time unless told, 10,000 at most.
   * @param query.after - the `sequence` of the last entry of the page before.
   * @throws {OptionInvalidError} without an account it would be everybody's; or a page that cannot be.
   */
  async list(query: {
    readonly accountId: string;
    readonly action?: string;
    readonly after?: number;
    readonly limit?: number;
  }): Promise<AuditedEntry[]> {
    requireQuery(query);
    requireAccount(query.accountId);
    return this.read(query);
  }

  /**
   * For whoever runs the host: what was done to the host itself, which belongs to no account, e.g. `provider-disabled`. Pages as `list`.
   */
  ofHost(
    query: { readonly action?: string; readonly after?: number; readonly limit?: number } = {},
  ): Promise<AuditedEntry[]> {
    return this.read({ ...query, accountId: HOST_TRAIL });
  }

  private async read(query: Parameters<Audit["list"]>[0]): Promise<AuditedEntry[]> {
    const { accountId, action, after } = query;
    const entries = await this.store.audit({ accountId, action, after, limit: requirePage(query) });
    return entries.map(({ sequence, atMs, actor, action: done, subject, details }) => ({
      sequence,
      at: new Date(atMs).toISOString(),
      actor,
      action: done,
      subject,
      details: detailsSchema.catch({}).parse(readJson(details)),
    }));
  }
}

/** An erased entry has no details left. */
function readJson(text: string): unknown {
  return text === "" ? {} : JSON.parse(text);
}
