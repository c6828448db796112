import type { ProviderV1 } from "@plugboard/core/spec";

/** A provider of the tree, and where it comes from. */
export interface DocumentedProvider {
  /** npm name of its package: `"@plugboard/provider-email"`. */
  readonly packageName: string;
  /** What a host imports: `"@plugboard/provider-email/smtp"`. */
  readonly specifier: string;
  readonly exportName: string;
  readonly provider: ProviderV1;
  /** Its entry file, relative to the repository. */
  readonly entry: string;
}
