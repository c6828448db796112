import { requireQuery } from "../require-query.js";
import { inject, injectable } from "tsyringe";
import { TOKENS } from "../../di/tokens.js";
import type { LedgerCheckpoints } from "../../ledger/ledger-checkpoints.js";
import type { LedgerExporter } from "../../ledger/ledger-exporter.js";
import { type TransferReceipt, transferReceipt } from "../../ledger/transfer-receipt.js";
import type { PersonReferences } from "../../people/person-references.js";
import type { AuditEntry } from "../../ports/audit-entry.js";
import type { Store } from "../../ports/store.js";
import { actText } from "../../sealing/act-text.js";
import type { LedgerCheckpoint } from "../../sealing/checkpoint.js";
import type { LedgerLog } from "../../sealing/sealed-text.js";
import { transferText } from "../../sealing/transfer-text.js";
import type { ClockV1 } from "../../spec/connection/clock.js";
import { RequestError } from "../../spec/errors/request-error.js";
import type { Address } from "../../spec/message/address.js";
import type { AccountRegistry } from "../account-registry.js";
import type { EvidenceDesk, EvidenceQuery } from "../evidence/evidence-desk.js";
import { requireAccount } from "../require-account.js";
import { checkAddress } from "../check-address.js";
import { requirePage } from "../require-page.js";

/** Which transfers of an account to read; times in milliseconds since the epoch. */
export interface LedgerQuery {
  readonly accountId: string;
  readonly messageId?: string;
  readonly channelId?: string;
  readonly providerId?: string;
  /** Transfers to this person, alone or among others. */
  readonly recipient?: Address;
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Entries after this sequence. */
  readonly after?: number;
  /** At most so many, up to 10,000; 100 when absent. */
  readonly limit?: number;
}

/** What of an account's ledger to export: everything, or what was opened or done in `fromMs` (included) to `toMs` (not included). */
export interface LedgerExportQuery {
  readonly accountId: string;
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** The receipts of an account's transfers and the trail of what was done (R12, R23). */
@injectable()
export class Ledger {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.LedgerCheckpoints) private readonly checkpoints: LedgerCheckpoints,
    @inject(TOKENS.LedgerExporter) private readonly exporter: LedgerExporter,
    @inject(TOKENS.EvidenceDesk) private readonly evidenceDesk: EvidenceDesk,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
  ) {}

  /**
   * Oldest first. `isErased`: a person was taken out of it, and with the person content hash and provider's id.
   * @throws {OptionInvalidError}
   */
  async entries(
    query: LedgerQuery,
  ): Promise<(TransferReceipt & { readonly sequence: number; readonly isErased: boolean })[]> {
    requireQuery(query);
    const { recipient, ...rest } = query;
    requireAccount(query.accountId);
    const limit = requirePage(query);
    // Of an account that was deleted the receipts are left, and nobody is found in them.
    if (recipient !== undefined) this.accounts.require(query.accountId);
    const person =
      recipient === undefined ? {} : { recipient: this.people.of(query.accountId, checkAddress(recipient)) };
    const entries = await this.store.ledger({ ...rest, ...person, limit });
    return entries.map(transferReceipt);
  }

  /** Administrative acts and refusals, oldest first. @throws {OptionInvalidError} */
  async audit(query: {
    readonly accountId: string;
    readonly action?: string;
    readonly after?: number;
    readonly limit?: number;
  }): Promise<(AuditEntry & { readonly sequence: number; readonly isErased: boolean })[]> {
    requireQuery(query);
    requireAccount(query.accountId);
    return this.store.audit({ ...query, limit: requirePage(query) });
  }

  /**
   * The state of the whole ledger now, of all accounts: a few hashes, signed where the host gave a signer. Kept elsewhere than the ledger, it is
   * what shows that the end was taken away.
   * @throws {RequestError} `SIGNER_FAILED`.
   */
  async checkpoint(): Promise<LedgerCheckpoint> {
    return (await this.checkpoints.make()).checkpoint;
  }

  /**
   * Entries of an account as lines of JSON, with what it takes to verify them without the host: `plugboard-ledger verify <file>`. Of other
   * accounts nothing but hashes is in it.
   * @example await pipeline(center.ledger.export({ accountId }), createWriteStream("acme.ndjson"))
   * @throws {RequestError} `SIGNER_FAILED`. @throws {StoreError} @throws {OptionInvalidError}
   */
  export(query: LedgerExportQuery): AsyncIterable<string> {
    requireQuery(query);
    const { accountId, fromMs = -Infinity, toMs = Infinity } = query;
    requireAccount(accountId);
    requirePage({ fromMs, toMs });
    const isWithin = (atMs: number): boolean => atMs >= fromMs && atMs < toMs;
    const first = { kind: "ledger", format: 1, accountId, ...period(query), madeAtMs: this.clock.now() };
    return this.exporter.lines([first], {
      accountId,
      transfer: (entry) => isWithin(transferText.decode(entry).openedAtMs),
      act: (entry) => isWithin(actText.decode(entry).atMs),
    });
  }

  /**
   * One entry with its proof: a small export.
   * @throws {RequestError} `LEDGER_ENTRY_UNKNOWN`: the account has no such entry, or it is from before ledgers were sealed.
   */
  async proof(query: {
    readonly accountId: string;
    readonly log: LedgerLog;
    readonly sequence: number;
  }): Promise<string> {
    requireQuery(query);
    const { accountId, log, sequence } = query;
    requireAccount(accountId);
    const first = { kind: "ledger", format: 1, accountId, madeAtMs: this.clock.now() };
    const chosen = (entry: { readonly sequence: number }): boolean => entry.sequence === sequence;
    const lines = this.exporter.lines([first], {
      accountId,
      batch: (await this.store.sealOf(log, sequence)) ?? 0,
      transfer: (entry) => log === "transfer" && chosen(entry),
      act: (entry) => log === "act" && chosen(entry),
    });
    let isFound = false;
    let text = "";
    for await (const line of lines) {
      text += line;
      isFound ||= line.startsWith(`{"kind":"${log}",`);
    }
    if (!isFound) throw new RequestError("LEDGER_ENTRY_UNKNOWN", { accountId });
    return text;
  }

  /**
   * Everything that shows why a person was written to, in one file that verifies like an export: consents with the hash of their words, withdrawals,
   * suppressions, the channels' activation instructions, and the transfers of the period (R14).
   * @throws {RequestError} `SIGNER_FAILED`. @throws {StoreError} @throws {OptionInvalidError}
   */
  evidence(query: EvidenceQuery): AsyncIterable<string> {
    requireQuery(query);
    this.accounts.require(query.accountId);
    checkAddress(query.address);
    requirePage({ fromMs: query.fromMs, toMs: query.toMs });
    return this.evidenceDesk.lines(query);
  }
}

function period({ fromMs, toMs }: LedgerExportQuery): { fromMs?: number; toMs?: number } {
  return { ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) };
}
