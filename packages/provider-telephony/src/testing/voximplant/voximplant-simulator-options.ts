/** How Voximplant's side is set up. */
export interface VoximplantSimulatorOptions {
  readonly accountId: string;
  readonly serviceAccount: { readonly keyId: string; readonly privateKey: string };
  readonly apiKey: string;
  readonly callbackSalt: string;
  /** The account's number, E.164. */
  readonly from: string;
  /** Recordings by their address. */
  readonly recordings?: Readonly<Record<string, Uint8Array>>;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}
