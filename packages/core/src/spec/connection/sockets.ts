import type { Duplex } from "node:stream";

/** A connection to a declared endpoint. */
export interface SocketRequestV1 {
  readonly operation: string;
  readonly transferId?: string;
  /** Id of a manifest endpoint with direction `connect`. */
  readonly endpoint: string;
  /** Time until connected, TLS included. Milliseconds; the operation's `timeoutMs` when absent. */
  readonly timeoutMs?: number;
}

/** Where a declared endpoint may be reached: already resolved and checked, for a library that dials by itself. */
export interface CheckedAddressV1 {
  /** IP address in canonical form. */
  readonly address: string;
  readonly port: number;
  /** For SNI and the certificate check. */
  readonly servername: string;
  /** True when the endpoint's scheme means TLS from the first byte (`smtps`, `imaps`, `tls`). */
  readonly tls: boolean;
  /** Extra trust anchors the host configured, PEM; hand them to the library's TLS options. */
  readonly trustedCertificates?: readonly string[];
}

export interface ListenRequestV1 {
  readonly operation: string;
  /** Id of a manifest endpoint with direction `listen`. */
  readonly endpoint: string;
  /** Called for each connection; the socket is closed with the listener. */
  onConnection(socket: Duplex): void;
}

export interface ListenerV1 {
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * The guarded socket factory: the same checks as for HTTP, for protocols of their own.
 * @throws {EgressRefusedError} undeclared endpoint or refused address; nothing left the host.
 * @throws {TransferFailedError} the connection failed; `requestSent` is false.
 */
export interface SocketsV1 {
  /** Connected, and for TLS schemes already secured and verified. The caller owns the socket and ends it. */
  connect(request: SocketRequestV1): Promise<Duplex>;
  /**
   * Puts a kept connection to a further transfer: what is written to it from now on counts for that one. Needed before each use of a pooled
   * socket, so that the host knows what left in which transfer (R12).
   */
  reuse(socket: Duplex, request: { readonly operation: string; readonly transferId?: string }): void;
  /** Checks and resolves only. The answer holds for one connection made at once. */
  check(request: SocketRequestV1): Promise<CheckedAddressV1>;
  listen(request: ListenRequestV1): Promise<ListenerV1>;
}
