import type { HttpClientV1 } from "../spec/connection/http-client.js";
import type { SocketsV1 } from "../spec/connection/sockets.js";
import type { ResolvedEndpoint } from "./endpoint/resolved-endpoint.js";
import type { TransferFacts } from "./transfer/transfer-facts.js";

/** The way out of one open channel: to the endpoints of its provider's manifest and nowhere else. */
export interface ChannelEgress {
  readonly http: HttpClientV1;
  readonly sockets: SocketsV1;
  /** Where the channel may connect and listen, settings filled in, for people to see. */
  readonly endpoints: readonly ResolvedEndpoint[];
  /**
   * From now on calls of this operation may name this transfer.
   * @param operation - a declared operation of the manifest.
   * @param further - others that may name it too: of a right of a person, which may concern messages and calls alike.
   * @throws {TypeError} the id is open already: a fault of the caller.
   */
  openTransfer(transferId: string, operation: string, further?: readonly string[]): void;
  /** What left so far; of a transfer that is not open: nothing. */
  transferFacts(transferId: string): TransferFacts;
  /**
   * Ends a transfer (R12): calls under way are broken off, later ones are refused.
   * @returns what left in all.
   */
  closeTransfer(transferId: string): TransferFacts;
  /** Breaks off calls, destroys sockets, closes listeners. A second call is harmless. */
  close(): Promise<void>;
}
