/**
 * A delivery as it was recorded: raw and unaltered. `source: "webhook"` has query and headers of the request; `"sync"` has the
 * attributes of {@link InboundDelivery}.
 */
export interface RawInbound {
  readonly rawId: string;
  readonly source: "webhook" | "sync";
  /** When the host recorded it. Milliseconds since the epoch. */
  readonly recordedAtMs: number;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Webhook: lower-case header fields that the manifest's scheme and the plugin need, prefixed `header:`; query fields prefixed `query:`. */
  readonly attributes: Readonly<Record<string, string>>;
}
