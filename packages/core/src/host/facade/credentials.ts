import { inject, injectable } from "tsyringe";
import { TOKENS } from "../../di/tokens.js";
import type { Act } from "../../spec/act.js";
import type { KeyRotation, RewrapResult } from "../../vault/key-rotation.js";
import type { AccountRegistry } from "../account-registry.js";
import { checkAct } from "../check-act.js";
import type {
  CredentialAct,
  CredentialDesk,
  CredentialSummary,
  RotatedCredentials,
  StoredCredentials,
} from "../credential-desk.js";

/**
 * Credentials that Plugboard keeps, encrypted, in its store (R22); for hosts that give a `keyRing`. None of these calls ever gives a credential
 * back: only the channel they belong to gets them.
 */
@injectable()
export class Credentials {
  constructor(
    @inject(TOKENS.CredentialDesk) private readonly desk: CredentialDesk,
    @inject(TOKENS.KeyRotation) private readonly keys: KeyRotation,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
  ) {}

  /**
   * Keeps credentials, or others in place of those that were there. Without `channelId` all channels of the account may use them.
   * @throws {InstructionInvalidError} {@link VaultError} {@link RequestError} `AUTHORITY_REFUSED` … {@link StoreError}
   */
  store(credentials: StoredCredentials): Promise<CredentialSummary> {
    return this.desk.keep(credentials);
  }

  /** New credentials, with the previous ones accepted for `overlapSeconds` more: nothing signed with them before is lost. */
  rotate(credentials: RotatedCredentials): Promise<CredentialSummary> {
    return this.desk.rotate(credentials);
  }

  /** Ends the overlap now. */
  endRotation(credentials: CredentialAct): Promise<CredentialSummary> {
    return this.desk.endRotation(credentials);
  }

  /** Destroys credentials: their keys are gone with them. What was kept of the store elsewhere, e.g. backups, is the host's to destroy. */
  revoke(credentials: CredentialAct): Promise<CredentialSummary> {
    return this.desk.revoke(credentials);
  }

  /** What an account has, without the credentials themselves. */
  async list(accountId: string): Promise<CredentialSummary[]> {
    this.accounts.require(accountId);
    return this.desk.list(accountId);
  }

  /**
   * For whoever runs the host: brings all credentials of all accounts under the ring's current key. May be called again at any time, also after
   * a crash in the middle. The order is in the host's trail (`audit.ofHost`), each change in the trail of the account.
   */
  async rewrap(act: Act): Promise<RewrapResult> {
    return this.keys.rewrap(checkAct(act));
  }

  /** For whoever runs the host: sets of credentials by the id of the key that wraps them. */
  keysInUse(): Promise<Readonly<Record<string, number>>> {
    return this.keys.keysInUse();
  }
}
