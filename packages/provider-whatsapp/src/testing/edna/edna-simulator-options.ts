/** How edna's side is set up. */
export interface EdnaSimulatorOptions {
  readonly apiKey: string;
  /** Sent with every webhook; none where absent. */
  readonly webhookKey?: string;
  /** @defaultValue `"x-api-key"` */
  readonly webhookKeyHeader?: string;
  readonly cascadeId: number;
  readonly subjectId: number;
  /** False: the list of channels shows it switched off. @defaultValue true */
  readonly channelActive?: boolean;
  /** Keyboards match no approved template. @defaultValue false */
  readonly refuseKeyboards?: boolean;
  /** Files of inbound messages, by name below `/files/`. */
  readonly files?: Readonly<Record<string, { readonly bytes: Uint8Array; readonly contentType: string }>>;
  /** Sends the HEAD request that checks an address before it is registered; gives its status. @defaultValue every address answers 200 */
  readonly checkCallback?: (url: string) => Promise<number>;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}
