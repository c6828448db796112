/** How Twilio's side is set up. */
export interface TwilioSimulatorOptions {
  readonly accountSid: string;
  /** It asks for it (or for the API key), and signs webhooks with it. */
  readonly authToken: string;
  readonly apiKey?: { readonly sid: string; readonly secret: string };
  /** The WhatsApp sender, E.164; another one answers 63007. */
  readonly from: string;
  /** Further WhatsApp senders of the account. */
  readonly otherSenders?: readonly string[];
  /** `suspended`, `closed`. @defaultValue `"active"` */
  readonly accountStatus?: string;
  /** False: freely written content to this number ends as `failed` with 63016. @defaultValue every window is open */
  readonly isWindowOpen?: (to: string) => boolean;
  /** Media of inbound messages, by their sid (`ME…`). */
  readonly media?: Readonly<Record<string, { readonly bytes: Uint8Array; readonly contentType: string }>>;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}
