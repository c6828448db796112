import type { TransferFailureReason } from "../spec/errors/transfer-failed-error.js";
import type { Party } from "../spec/party.js";

/** Where a call failed and whose fault it is. */
export interface FailureClass {
  readonly reason: TransferFailureReason;
  readonly party: Party;
}

const failure = (reason: TransferFailureReason, party: Party): FailureClass => ({ reason, party });

/** Before a connection stood: nothing was sent. Codes are those of Node, libuv, getaddrinfo and OpenSSL. */
const CONNECTING: Readonly<Record<string, FailureClass>> = {
  ENOTFOUND: failure("name-not-found", "provider"),
  ENODATA: failure("name-not-found", "provider"),
  // The resolver itself cannot be reached or is overloaded.
  EAI_AGAIN: failure("name-not-found", "network"),
  EAI_FAIL: failure("name-not-found", "network"),
  ECONNREFUSED: failure("connection-refused", "provider"),
  ENETUNREACH: failure("connection-refused", "network"),
  EHOSTUNREACH: failure("connection-refused", "network"),
  ENETDOWN: failure("connection-refused", "network"),
  ETIMEDOUT: failure("connect-timeout", "network"),
  ECONNRESET: failure("connection-lost", "provider"),
  EPIPE: failure("connection-lost", "provider"),
  EMFILE: failure("connection-refused", "host"),
  ENFILE: failure("connection-refused", "host"),
  EADDRNOTAVAIL: failure("connection-refused", "host"),
  EADDRINUSE: failure("connection-refused", "host"),
  EACCES: failure("connection-refused", "host"),
  // The owner of the connection is closing.
  ECANCELED: failure("aborted", "host"),
  UND_ERR_DESTROYED: failure("aborted", "host"),
  UND_ERR_CLOSED: failure("aborted", "host"),
  EPERM: failure("connection-refused", "host"),
};

/** Once the request was being written. */
const ANSWERING: Readonly<Record<string, FailureClass>> = {
  ECONNRESET: failure("connection-lost", "provider"),
  EPIPE: failure("connection-lost", "provider"),
  UND_ERR_SOCKET: failure("connection-lost", "provider"),
  // The network stopped acknowledging.
  ETIMEDOUT: failure("connection-lost", "network"),
  EHOSTUNREACH: failure("connection-lost", "network"),
  ENETUNREACH: failure("connection-lost", "network"),
  ENETDOWN: failure("connection-lost", "network"),
  UND_ERR_HEADERS_OVERFLOW: failure("answer-malformed", "provider"),
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: failure("answer-malformed", "provider"),
  UND_ERR_DESTROYED: failure("aborted", "host"),
  UND_ERR_CLOSED: failure("aborted", "host"),
  UND_ERR_ABORTED: failure("aborted", "host"),
};

const TLS =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_|INVALID_|CRL_|ERROR_IN_)|^EPROTO$/;

/**
 * @param code - of an error of the system or the HTTP library.
 * @param sent - the request had begun to leave.
 */
export function classifyFailure(code: string, sent: boolean): FailureClass {
  if (sent) {
    if (code.startsWith("HPE_")) return failure("answer-malformed", "provider");
    return ANSWERING[code] ?? failure("connection-lost", "network");
  }
  if (TLS.test(code)) return failure("tls", "provider");
  return CONNECTING[code] ?? failure("connection-lost", "network");
}
