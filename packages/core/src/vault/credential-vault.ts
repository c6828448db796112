import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import { freezeDeep } from "../collections/freeze-deep.js";
import type { Secrets } from "../ports/secrets.js";
import type { Store, StoreWrite } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { LiveCredentialsV1 } from "../spec/connection/credentials.js";
import { VaultError } from "../spec/errors/vault-error.js";
import { Turns } from "../timing/turns.js";
import {
  CREDENTIAL_COLLECTION,
  credentialId,
  type CredentialName,
  type CredentialRecord,
  credentialRecordSchema,
  type SealedVersion,
} from "./credential-record.js";
import type { KeyDesk } from "./key-desk.js";
import { LiveCredentials } from "./live-credentials.js";
import { isProved, recordProof } from "./record-proof.js";

type Body = Omit<CredentialRecord, "proof">;

/**
 * Keeps credentials encrypted in the store (R22): AES-256-GCM with a key of its own for each set, wrapped by the host's key ring and bound to
 * account, channel and name. As the secrets port it gives them to their own channel alone.
 */
@injectable()
export class CredentialVault implements Secrets {
  private readonly turns = new Turns();
  private readonly live = new LiveCredentials();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.KeyDesk) private readonly keys: KeyDesk,
    @inject(TOKENS.HostSecrets) private readonly elsewhere: Secrets,
  ) {}

  /**
   * The channel's own credentials of this name, else the account's, else what the host's own secrets port has.
   * @throws {VaultError} `CREDENTIAL_REVOKED`, `CREDENTIAL_TAMPERED`, `KEY_UNAVAILABLE`: none of these is passed over.
   */
  async resolve(
    secret: string,
    owner: { readonly accountId: string; readonly channelId: string },
  ): Promise<LiveCredentialsV1<unknown>> {
    const { accountId, channelId } = owner;
    const own = await this.find({ accountId, channelId, name: secret });
    if (own !== undefined) return own;
    return (await this.find({ accountId, name: secret })) ?? this.elsewhere.resolve(secret, owner);
  }

  /**
   * Changes a record, one change at a time, together with its entry in the trail.
   * @param change - the record as it is, checked, and nothing for one that does not exist; gives the next one and the entry.
   */
  change(
    name: CredentialName,
    change: (
      record: CredentialRecord | undefined,
    ) => Promise<{ readonly record: CredentialRecord; readonly entry: StoreWrite }>,
  ): Promise<CredentialRecord> {
    return this.turns.take(credentialId(name), async () => this.write(name, await change(await this.read(name))));
  }

  /**
   * As `change`, of a record that may not come open any more.
   * @param make - is given the number of the last set, as far as it can be read.
   * @throws {VaultError} `CREDENTIAL_UNKNOWN`.
   */
  replace(
    name: CredentialName,
    make: (lastVersion: number) => { readonly record: CredentialRecord; readonly entry: StoreWrite },
  ): Promise<CredentialRecord> {
    const id = credentialId(name);
    return this.turns.take(id, async () => {
      const stored = await this.store.document(CREDENTIAL_COLLECTION, id);
      if (stored === undefined) throw new VaultError("CREDENTIAL_UNKNOWN");
      return this.write(name, make(lastVersionOf(stored.value)));
    });
  }

  /** A new current set, sealed. @param previous - what stays accepted beside it, until when. */
  seal(
    name: CredentialName,
    {
      value,
      lastVersion,
      previous,
    }: {
      readonly value: unknown;
      readonly lastVersion: number;
      readonly previous: SealedVersion | undefined;
    },
  ): Promise<CredentialRecord> {
    const version = lastVersion + 1;
    const plain = Buffer.from(JSON.stringify(value));
    return this.keys.seal(name, version, { plain, createdAt: this.now() }, (sealed, dataKey) => {
      plain.fill(0);
      const versions = previous === undefined ? [sealed] : [sealed, previous];
      return proved({ ...name, format: 1, lastVersion: version, versions }, dataKey);
    });
  }

  /** The same record with other things said of it, proved anew. */
  amend(record: CredentialRecord, changes: Partial<Pick<Body, "versions">>): Promise<CredentialRecord> {
    const { proof: _proof, ...body } = { ...record, ...changes };
    const [current] = body.versions;
    if (current === undefined) throw new VaultError("CREDENTIAL_REVOKED");
    return this.keys.withKey(record, current, (dataKey) => proved(body, dataKey));
  }

  /** A record from the store that was checked: it is this owner's, and nobody changed it. @throws {VaultError} */
  async read(name: CredentialName): Promise<CredentialRecord | undefined> {
    const stored = await this.store.document(CREDENTIAL_COLLECTION, credentialId(name));
    if (stored === undefined) return undefined;
    const record = parse(stored.value);
    if (record.accountId !== name.accountId || record.channelId !== name.channelId || record.name !== name.name)
      throw new VaultError("CREDENTIAL_TAMPERED");
    const [current] = record.versions;
    // Nothing is left of what was revoked, so there is no key to prove it with and nothing to open.
    if (current === undefined) return record;
    await this.keys.withKey(name, current, (dataKey) => {
      if (!isProved(record, dataKey)) throw new VaultError("CREDENTIAL_TAMPERED");
    });
    return record;
  }

  /** What was opened of an account is forgotten at once: it is deleted. */
  forgetAccount(accountId: string): void {
    this.live.forgetAccount(accountId);
  }

  private async write(
    name: CredentialName,
    { record, entry }: { readonly record: CredentialRecord; readonly entry: StoreWrite },
  ): Promise<CredentialRecord> {
    const id = credentialId(name);
    const { accountId } = name;
    const document = { collection: CREDENTIAL_COLLECTION, id, accountId, value: JSON.stringify(record) };
    try {
      await this.commits.commit({ kind: "document-put", document }, entry);
    } finally {
      // Also when it failed: whether it was kept is then asked of the store.
      this.live.forget(id);
    }
    return record;
  }

  private async find(name: CredentialName): Promise<LiveCredentialsV1<unknown> | undefined> {
    const id = credentialId(name);
    const nowMs = this.clock.now();
    const known = this.live.get(id, nowMs);
    if (known !== undefined) return known;
    const { changes } = this.live;
    const record = await this.read(name);
    if (record === undefined) return undefined;
    const [current, previous] = record.versions;
    if (current === undefined) throw new VaultError("CREDENTIAL_REVOKED", { accountId: name.accountId });
    const untilMs = previous?.until === undefined ? 0 : Date.parse(previous.until);
    const live =
      previous === undefined || untilMs <= nowMs
        ? { current: await this.open(name, current) }
        : { current: await this.open(name, current), previous: await this.open(name, previous) };
    freezeDeep(live);
    this.live.set(id, { accountId: name.accountId, live, untilMs: untilMs > nowMs ? untilMs : Infinity }, changes);
    return live;
  }

  private open(name: CredentialName, sealed: SealedVersion): Promise<unknown> {
    return this.keys.withKey(name, sealed, (dataKey) => {
      const plain = this.keys.open(name, sealed, dataKey);
      const value: unknown = JSON.parse(plain.toString("utf8"));
      plain.fill(0);
      return value;
    });
  }

  private now(): string {
    return new Date(this.clock.now()).toISOString();
  }
}

function proved(body: Body, dataKey: Uint8Array): CredentialRecord {
  return { ...body, proof: recordProof(body, dataKey) };
}

function lastVersionOf(value: string): number {
  try {
    return parse(value).lastVersion;
  } catch {
    // It was tampered with; what replaces it holds nothing, so no number can come twice.
    return 0;
  }
}

function parse(value: string): CredentialRecord {
  let read: unknown;
  try {
    read = JSON.parse(value);
  } catch {
    throw new VaultError("CREDENTIAL_TAMPERED");
  }
  const parsed = credentialRecordSchema.safeParse(read);
  if (!parsed.success) throw new VaultError("CREDENTIAL_TAMPERED");
  return parsed.data;
}
