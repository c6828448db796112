/** How Twilio's side is set up. */
export interface TwilioSimulatorOptions {
  readonly accountSid: string;
  /** It asks for it (or for the API key), and signs webhooks with it. */
  readonly authToken: string;
  readonly apiKey?: { readonly sid: string; readonly secret: string };
  /** The account's number, E.164; another sender answers 21606. */
  readonly from: string;
  /** `suspended`, `closed`. @defaultValue `"active"` */
  readonly accountStatus?: string;
  /** Media of inbound messages and of recordings, by their sid (`ME…`, `RE…`). */
  readonly media?: Readonly<Record<string, { readonly bytes: Uint8Array; readonly contentType: string }>>;
  /** What is on a recording that `media` does not name: its sid is given when it is made. @defaultValue nothing: 404 */
  readonly recording?: { readonly bytes: Uint8Array; readonly contentType: string };
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}
