/** A request of a provider. Data only, so it crosses a process border unchanged. */
export interface HttpRequestV1 {
  /** Id of the manifest's operation this call belongs to. */
  readonly operation: string;
  /** The open transfer it belongs to; needed when the operation carries personal data (R12). */
  readonly transferId?: string;
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Id of the manifest's endpoint, with `path` appended to its URL: the fast way, and one that cannot name another host. */
  readonly endpoint?: string;
  /** Path and query below the endpoint's URL, starting with `/`. */
  readonly path?: string;
  /** Instead of endpoint and path: an absolute address that the provider got from its API (a media link). It must lie below a declared endpoint. */
  readonly url?: string;
  /** Names in lower case. `host`, `content-length`, `transfer-encoding` and `connection` belong to the client. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Shorter than the operation's `timeoutMs`, for the whole call. Milliseconds. */
  readonly timeoutMs?: number;
}

/** An answer, read whole up to the operation's `maxResponseBytes`. */
export interface HttpResponseV1 {
  readonly status: number;
  /** Names in lower case; repeated fields as an array. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/**
 * The only way a provider speaks HTTP: checked, timed, bounded, never redirected, attributed to an operation.
 * @throws {EgressRefusedError} nothing left the host: an undeclared endpoint, a private address, plain text, a closed transfer.
 * @throws {TransferFailedError} no usable answer; `requestSent` tells whether the bytes may have arrived.
 */
export interface HttpClientV1 {
  request(request: HttpRequestV1): Promise<HttpResponseV1>;
}
