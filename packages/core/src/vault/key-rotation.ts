import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { AuditLog } from "../ledger/audit-log.js";
import { documentPages } from "../ports/document-pages.js";
import type { Store } from "../ports/store.js";
import type { Act } from "../spec/act.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import { VaultError } from "../spec/errors/vault-error.js";
import {
  CREDENTIAL_COLLECTION,
  type CredentialName,
  type CredentialRecord,
  credentialRecordSchema,
} from "./credential-record.js";
import type { CredentialVault } from "./credential-vault.js";
import type { KeyDesk } from "./key-desk.js";

/** How a change of keys went. `failed`: credentials that stay under their old key, by the code of what is wrong with them. */
export interface RewrapResult {
  readonly keyId: string;
  readonly rewrapped: number;
  readonly already: number;
  readonly failed: readonly { readonly accountId: string; readonly code: string }[];
}

/**
 * Brings all credentials under the ring's current key. Each is changed by itself, in one durable write: whenever the process ends, every
 * credential is under one key or the other, and the next call goes on with the rest.
 */
@injectable()
export class KeyRotation {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.KeyDesk) private readonly keys: KeyDesk,
    @inject(TOKENS.CredentialVault) private readonly vault: CredentialVault,
  ) {}

  /** @throws {VaultError} `KEY_UNAVAILABLE`, `VAULT_ABSENT`. @throws {StoreError} */
  async rewrap(act: Act): Promise<RewrapResult> {
    const keyId = await this.keys.currentKeyId();
    // The order itself, before anything is changed: what it changes is in the trail of the account whose it is.
    await this.audit.keepOfHost(act, "credentials-rewrap-ordered", keyId);
    const result = { keyId, rewrapped: 0, already: 0, failed: [] as { accountId: string; code: string }[] };
    for await (const record of this.records())
      if (record.versions.every((one) => one.keyId === keyId)) result.already += 1;
      else {
        const { accountId } = record;
        try {
          await this.rewrapOne(nameOf(record), keyId, act);
          result.rewrapped += 1;
        } catch (error) {
          if (!isVaultError(error)) throw error;
          // One that was tampered with keeps no other from being brought over.
          this.logger.error("credentials stay under their old key", { accountId, code: error.code });
          result.failed.push({ accountId, code: error.code });
        }
      }
    return result;
  }

  /** How many sets of credentials each key still wraps; one that is not named may be destroyed. */
  async keysInUse(): Promise<Readonly<Record<string, number>>> {
    const counts = new Map<string, number>();
    for await (const { versions } of this.records())
      for (const { keyId } of versions) counts.set(keyId, (counts.get(keyId) ?? 0) + 1);
    return Object.fromEntries(counts);
  }

  private async rewrapOne(name: CredentialName, keyId: string, { actor, authority, at }: Act): Promise<void> {
    const { accountId, channelId, name: subject } = name;
    await this.vault.change(name, async (record) => {
      if (record === undefined) throw new VaultError("CREDENTIAL_UNKNOWN");
      const versions = await Promise.all(record.versions.map((one) => this.keys.rewrap(name, one, keyId)));
      const details = { keyId, authority, at, ...(channelId === undefined ? {} : { channelId }) };
      return {
        record: await this.vault.amend(record, { versions }),
        entry: this.audit.entryOf({ accountId, actor, action: "credentials-rewrapped", subject, details }),
      };
    });
  }

  /** Those that can be read; one that cannot is found when it is used. */
  private async *records(): AsyncGenerator<CredentialRecord> {
    for await (const documents of documentPages(this.store, CREDENTIAL_COLLECTION))
      for (const { value } of documents) {
        const parsed = credentialRecordSchema.safeParse(JSON.parse(value));
        if (parsed.success) yield parsed.data;
        else this.logger.error("credentials in the store cannot be read");
      }
  }
}

function nameOf({ accountId, channelId, name }: CredentialRecord): CredentialName {
  return channelId === undefined ? { accountId, name } : { accountId, channelId, name };
}

function isVaultError(error: unknown): error is VaultError {
  return ContactCenterError.isInstance(error) && /^(CREDENTIAL|KEY)_/.test(error.code);
}
