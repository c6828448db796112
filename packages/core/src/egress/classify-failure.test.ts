import { expect, test } from "vitest";
import { classifyFailure } from "./classify-failure.js";

test.each([
  ["ENOTFOUND", "name-not-found", "provider"],
  ["EAI_AGAIN", "name-not-found", "network"],
  ["ECONNREFUSED", "connection-refused", "provider"],
  ["EHOSTUNREACH", "connection-refused", "network"],
  ["ETIMEDOUT", "connect-timeout", "network"],
  ["ECONNRESET", "connection-lost", "provider"],
  ["EMFILE", "connection-refused", "host"],
  ["CERT_HAS_EXPIRED", "tls", "provider"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "tls", "provider"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls", "provider"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "tls", "provider"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls", "provider"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "tls", "provider"],
  ["EPROTO", "tls", "provider"],
  ["UNKNOWN", "connection-lost", "network"],
])("before anything was sent, %s is %s, fault of the %s", (code, reason, party) => {
  expect(classifyFailure(code, false)).toEqual({ reason, party });
});

test.each([
  ["ECONNRESET", "connection-lost", "provider"],
  ["EPIPE", "connection-lost", "provider"],
  ["UND_ERR_SOCKET", "connection-lost", "provider"],
  ["ETIMEDOUT", "connection-lost", "network"],
  ["UND_ERR_HEADERS_OVERFLOW", "answer-malformed", "provider"],
  ["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "answer-malformed", "provider"],
  ["HPE_INVALID_CONSTANT", "answer-malformed", "provider"],
  ["UND_ERR_DESTROYED", "aborted", "host"],
  ["UNKNOWN", "connection-lost", "network"],
])("once the request was leaving, %s is %s, fault of the %s", (code, reason, party) => {
  expect(classifyFailure(code, true)).toEqual({ reason, party });
});
