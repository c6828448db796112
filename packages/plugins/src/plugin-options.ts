import type { Act, ContactCenter } from "@plugboard/core";
import type { IsolationLimitsInput } from "@plugboard/isolation";
import type { TrustInput } from "@plugboard/marketplace";

/** How much of the machine a connector gets: see the table in the README of `@plugboard/isolation`. */
export type IsolationLevel = "isolated" | "in-process";

/**
 * What a package is held against before a line of it runs: `trust` and `revocations` as `verifyPackage` of `@plugboard/marketplace` takes them.
 * `unverified`: nothing, and why; for packages the host's own people write.
 */
export type Verification =
  | {
      readonly trust: TrustInput;
      /** Text of the signed revocation list of now. */
      readonly revocations?: () => Promise<string | undefined> | string | undefined;
      readonly minimumSequence?: number;
    }
  | { readonly unverified: string };

export interface PluginsOptions {
  /** The host's providers: `center.providers`. */
  readonly providers: Pick<ContactCenter["providers"], "add" | "remove" | "upgrade" | "enable" | "disable">;
  /** A folder of the host's own, kept over restarts. Below the host's project its packages find the host's dependencies. */
  readonly folder: string;
  readonly verification: Verification;
  /** Milliseconds since the epoch. @defaultValue the system's */
  readonly now?: () => number;
}

export interface InstallOptions {
  /** Text of the package's signed listing; needed unless the host verifies nothing. */
  readonly listing?: string;
  /** @defaultValue `"isolated"`. `"in-process"` is for code you trust like your own. */
  readonly level?: IsolationLevel;
  readonly limits?: IsolationLimitsInput;
  /** Upgrade only: lets an older version in. */
  readonly allowsDowngrade?: boolean;
  /** Who does it, for the host's trail (`audit.ofHost`). @defaultValue `"plugins"`: a program, not a person */
  readonly act?: Act;
}
