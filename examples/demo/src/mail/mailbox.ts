/** Where mail for the account arrives: the host fetches or is handed it. */
export interface Mailbox {
  /** For people: what it is. */
  readonly description: string;
  /** The part of the channel's settings that says how mail comes in. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Where the outside world delivers. */
  readonly delivery: { readonly port: number; readonly lmtp: boolean };
  close(): Promise<void>;
}
