import type { Party, ProviderV1 } from "@plugboard/core";
import type { MessageParts } from "./case-run.js";

/** A provider that works, then does not, then works again. */
export interface Trouble {
  readonly name: string;
  /** Whose fault it is, as the report must say. */
  readonly party: Party;
  /** Which reports must appear: one account's trouble says nothing of the provider, one recipient's nothing of either. */
  readonly reported: readonly ("channel" | "provider")[];
  /** @param id - of the provider. */
  provider(id: string): ProviderV1;
  /** Starts the server, which works. @returns the channel's settings. */
  begin(): Promise<unknown>;
  breakDown(): Promise<void>;
  heal(): Promise<void>;
  end(): Promise<void>;
  message(number: number): MessageParts;
}
