import { inject, injectable } from "tsyringe";
import { z } from "zod";
import { TOKENS } from "../di/tokens.js";
import type { AuthorisedAction } from "../ports/authority.js";
import type { Store, StoreWrite } from "../ports/store.js";
import { actSchema } from "../spec/act.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import { InstructionInvalidError } from "../spec/errors/instruction-invalid-error.js";
import { VaultError } from "../spec/errors/vault-error.js";
import {
  CREDENTIAL_COLLECTION,
  type CredentialName,
  credentialNameSchema,
  type CredentialRecord,
  credentialRecordSchema,
} from "../vault/credential-record.js";
import type { CredentialVault } from "../vault/credential-vault.js";
import type { KeyDesk } from "../vault/key-desk.js";
import type { AuthorisedAct, AuthorityDesk } from "./authority-desk.js";
import type { ChannelRegistry } from "./channel-registry.js";

/** Longest set of credentials. Characters of JSON. */
const LONGEST = 65_536;
const PAGE = 1_000;

const actedSchema = z.lazy(() =>
  credentialNameSchema.unwrap().extend({ act: actSchema, reason: z.string().min(1).max(500).optional() }),
);
const valueSchema = z.lazy(() =>
  z.record(z.string(), z.json()).refine((value) => JSON.stringify(value).length <= LONGEST, "at most 64 KiB"),
);
const storingSchema = z.lazy(() => actedSchema.unwrap().extend({ value: valueSchema }));
const rotatingSchema = z.lazy(() =>
  storingSchema.unwrap().extend({
    /** How long what the provider signed with the previous set is still accepted. */
    overlapSeconds: z.int().min(0).max(31_536_000).default(86_400),
  }),
);
export type CredentialAct = z.input<typeof actedSchema>;
export type StoredCredentials = z.input<typeof storingSchema>;
export type RotatedCredentials = z.input<typeof rotatingSchema>;

/** What can be said of credentials without opening them. */
export interface CredentialSummary {
  readonly channelId: string | undefined;
  readonly name: string;
  readonly state: "live" | "rotating" | "revoked" | "unreadable";
  /** Of the current set; 0 when none is left. */
  readonly version: number;
  readonly createdAt: string | undefined;
  /** Until when the previous set is accepted. */
  readonly previousUntil: string | undefined;
  /** Ids of the keys they are wrapped with. */
  readonly keyIds: readonly string[];
}

/** Keeps, rotates and revokes credentials for an account: authorised, and on record without a word of the credentials. */
@injectable()
export class CredentialDesk {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.AuthorityDesk) private readonly desk: AuthorityDesk,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.KeyDesk) private readonly keys: KeyDesk,
    @inject(TOKENS.CredentialVault) private readonly vault: CredentialVault,
  ) {}

  async keep(input: StoredCredentials): Promise<CredentialSummary> {
    const { name, act, value, reason } = await this.authorise(storingSchema, input, "store-credentials");
    return this.change(name, async (before) => {
      const lastVersion = before?.lastVersion ?? 0;
      const record = await this.vault.seal(name, { value, lastVersion, previous: undefined });
      return { record, entry: this.entryOf(act, "credentials-stored", record, reason) };
    });
  }

  async rotate(input: RotatedCredentials): Promise<CredentialSummary> {
    const { name, act, value, reason, overlapSeconds } = await this.authorise(
      rotatingSchema,
      input,
      "rotate-credentials",
    );
    return this.change(name, async (before) => {
      const current = live(before);
      const until = new Date(this.clock.now() + overlapSeconds * 1_000).toISOString();
      const previous = overlapSeconds === 0 ? undefined : { ...current.versions[0], until };
      const record = await this.vault.seal(name, { value, lastVersion: current.lastVersion, previous });
      return { record, entry: this.entryOf(act, "credentials-rotated", record, reason) };
    });
  }

  /** The previous set is accepted no longer. */
  async endRotation(input: CredentialAct): Promise<CredentialSummary> {
    const { name, act, reason } = await this.authorise(actedSchema, input, "rotate-credentials");
    return this.change(name, async (before) => {
      const [current] = live(before).versions;
      const record = await this.vault.amend(live(before), { versions: [current] });
      return { record, entry: this.entryOf(act, "credentials-rotation-ended", record, reason) };
    });
  }

  /** Nothing is left of them that a key could open. */
  async revoke(input: CredentialAct): Promise<CredentialSummary> {
    const { name, act, reason } = await this.authorise(actedSchema, input, "revoke-credentials");
    return this.shred(name, act, reason);
  }

  /** With the channel its own credentials end. */
  async revokeOfChannel(act: AuthorisedAct): Promise<void> {
    if (!this.keys.isThere) return;
    for (const { channelId, name, state } of await this.list(act.accountId))
      if (channelId === act.subject && state !== "revoked")
        await this.shred({ accountId: act.accountId, channelId, name }, act, "the channel was removed");
  }

  async list(accountId: string): Promise<CredentialSummary[]> {
    const found: CredentialSummary[] = [];
    let afterId: string | undefined;
    for (;;) {
      const documents = await this.store.documents({
        collection: CREDENTIAL_COLLECTION,
        accountId,
        afterId,
        limit: PAGE,
      });
      for (const { value } of documents) found.push(this.describe(value));
      if (documents.length < PAGE) return found;
      afterId = documents.at(-1)?.id;
    }
  }

  private async authorise<Schema extends z.ZodType<z.infer<typeof actedSchema>>>(
    schema: Schema,
    input: unknown,
    action: AuthorisedAction,
  ): Promise<Omit<z.output<Schema>, "act" | "name"> & { readonly name: CredentialName; readonly act: AuthorisedAct }> {
    const parsed = schema.safeParse(input);
    // The error names fields, never values.
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    if (!this.keys.isThere) throw new VaultError("VAULT_ABSENT");
    const { accountId, channelId, name, act } = parsed.data;
    // A channel's credentials may be kept before the channel is; never for another account's.
    if (channelId !== undefined && this.channels.has(channelId)) this.channels.get(accountId, channelId);
    const authorised = await this.desk.require({ accountId, act, action, subject: name });
    const bound = channelId === undefined ? { accountId, name } : { accountId, channelId, name };
    return { ...parsed.data, name: bound, act: authorised };
  }

  /** Revoking has to work when the record was tampered with or its key is gone: it reads nothing of it. */
  private async shred(
    name: CredentialName,
    act: AuthorisedAct,
    reason: string | undefined,
  ): Promise<CredentialSummary> {
    return summaryOf(
      await this.vault.replace(name, (lastVersion) => {
        const revokedAt = new Date(this.clock.now()).toISOString();
        const record: CredentialRecord = { ...name, format: 1, lastVersion, versions: [], revokedAt, proof: "" };
        return { record, entry: this.entryOf(act, "credentials-revoked", record, reason) };
      }),
    );
  }

  private async change(...parts: Parameters<CredentialVault["change"]>): Promise<CredentialSummary> {
    return summaryOf(await this.vault.change(...parts));
  }

  private entryOf(
    act: AuthorisedAct,
    action: string,
    { channelId, lastVersion }: CredentialRecord,
    reason: string | undefined,
  ): StoreWrite {
    return this.desk.entryOf(act, action, {
      ...(channelId === undefined ? {} : { channelId }),
      version: lastVersion,
      ...(reason === undefined ? {} : { reason }),
    });
  }

  private describe(value: string): CredentialSummary {
    const parsed = credentialRecordSchema.safeParse(JSON.parse(value));
    if (parsed.success) return summaryOf(parsed.data);
    return {
      ...{ channelId: undefined, name: "", state: "unreadable", version: 0 },
      ...{ createdAt: undefined, previousUntil: undefined, keyIds: [] },
    };
  }
}

type LiveRecord = CredentialRecord & { readonly versions: [CredentialRecord["versions"][number]] };

/** @throws {VaultError} `CREDENTIAL_UNKNOWN`, `CREDENTIAL_REVOKED`. */
function live(record: CredentialRecord | undefined): LiveRecord {
  if (record === undefined) throw new VaultError("CREDENTIAL_UNKNOWN");
  if (!hasVersion(record)) throw new VaultError("CREDENTIAL_REVOKED");
  return record;
}

const hasVersion = (record: CredentialRecord): record is LiveRecord => record.versions.length > 0;

function summaryOf({ channelId, name, versions }: CredentialRecord): CredentialSummary {
  const [current, previous] = versions;
  return {
    channelId,
    name,
    state: current === undefined ? "revoked" : previous === undefined ? "live" : "rotating",
    version: current?.version ?? 0,
    createdAt: current?.createdAt,
    previousUntil: previous?.until,
    keyIds: [...new Set(versions.map(({ keyId }) => keyId))],
  };
}
