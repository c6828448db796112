import { randomBytes } from "node:crypto";
import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { KeyRing } from "../ports/key-ring.js";
import { VaultError } from "../spec/errors/vault-error.js";
import { withinTime } from "../timing/within-time.js";
import { type CredentialName, credentialContext, type SealedVersion } from "./credential-record.js";
import { openBytes, sealBytes } from "./sealed-bytes.js";

/** Time the key ring has for one answer. Milliseconds. */
const KEY_LIMIT_MS = 10_000;
const KEY_BYTES = 32;

/** Asks the key ring, within a time limit; what it throws is not passed on. Data keys are wiped when they were used. */
@injectable()
export class KeyDesk {
  constructor(@inject(TOKENS.KeyRing) private readonly ring: { readonly given: KeyRing | undefined }) {}

  /** Whether the host has a key ring at all. */
  get isThere(): boolean {
    return this.ring.given !== undefined;
  }

  async currentKeyId(): Promise<string> {
    const keyId = await this.ask((ring) => ring.currentKeyId());
    if (typeof keyId !== "string" || keyId === "") throw new VaultError("KEY_UNAVAILABLE");
    return keyId;
  }

  /** Seals a set of credentials with a new data key. `use` gets the key, which is wiped after it. */
  async seal<Result>(
    name: CredentialName,
    version: number,
    { plain, createdAt }: { readonly plain: Uint8Array; readonly createdAt: string },
    use: (sealed: SealedVersion, dataKey: Uint8Array) => Result,
  ): Promise<Result> {
    const keyId = await this.currentKeyId();
    const context = credentialContext(name, version);
    const dataKey = randomBytes(KEY_BYTES);
    try {
      const wrapped = await this.wrap(keyId, dataKey, context);
      const sealed = sealBytes(dataKey, plain, context).toString("base64");
      return use({ version, createdAt, keyId, wrappedKey: wrapped.toString("base64"), sealed }, dataKey);
    } finally {
      dataKey.fill(0);
    }
  }

  /** Unwraps the key of a set for `use`, and wipes it after. @throws {VaultError} `CREDENTIAL_TAMPERED`, `KEY_UNAVAILABLE`. */
  async withKey<Result>(
    name: CredentialName,
    { version, keyId, wrappedKey }: SealedVersion,
    use: (dataKey: Uint8Array) => Promise<Result> | Result,
  ): Promise<Result> {
    const context = credentialContext(name, version);
    const answer = await this.ask((ring) => ring.unwrap(keyId, Buffer.from(wrappedKey, "base64"), context));
    if (answer === undefined) throw new VaultError("CREDENTIAL_TAMPERED");
    if (!(answer instanceof Uint8Array) || answer.length !== KEY_BYTES) throw new VaultError("KEY_UNAVAILABLE");
    // Copied: the ring may keep its own.
    const dataKey = Uint8Array.from(answer);
    try {
      return await use(dataKey);
    } finally {
      dataKey.fill(0);
    }
  }

  /** The same set under the ring's current key. */
  async rewrap(name: CredentialName, sealed: SealedVersion, keyId: string): Promise<SealedVersion> {
    const context = credentialContext(name, sealed.version);
    return this.withKey(name, sealed, async (dataKey) => {
      const wrapped = await this.wrap(keyId, dataKey, context);
      return { ...sealed, keyId, wrappedKey: wrapped.toString("base64") };
    });
  }

  /** @throws {VaultError} `CREDENTIAL_TAMPERED`. */
  open(name: CredentialName, { version, sealed }: SealedVersion, dataKey: Uint8Array): Buffer {
    const plain = openBytes(dataKey, Buffer.from(sealed, "base64"), credentialContext(name, version));
    if (plain === undefined) throw new VaultError("CREDENTIAL_TAMPERED");
    return plain;
  }

  private async wrap(keyId: string, dataKey: Uint8Array, context: Uint8Array): Promise<Buffer> {
    const wrapped = await this.ask((ring) => ring.wrap(keyId, dataKey, context));
    if (!(wrapped instanceof Uint8Array) || wrapped.length === 0) throw new VaultError("KEY_UNAVAILABLE");
    // A ring that gives the key back unwrapped would put it into the store.
    if (Buffer.from(wrapped).includes(Buffer.from(dataKey.buffer, dataKey.byteOffset, dataKey.length)))
      throw new VaultError("KEY_UNAVAILABLE");
    return Buffer.from(wrapped);
  }

  private async ask<Answer>(question: (ring: KeyRing) => Promise<Answer> | Answer): Promise<Answer> {
    const { given } = this.ring;
    if (given === undefined) throw new VaultError("VAULT_ABSENT");
    const overdue = new VaultError("KEY_UNAVAILABLE");
    try {
      return await withinTime(question(given), KEY_LIMIT_MS, () => {
        throw overdue;
      });
    } catch {
      // The ring's own error may quote a key.
      throw overdue;
    }
  }
}
