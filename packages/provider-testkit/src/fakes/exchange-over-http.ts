import { type HttpResponseV1, TransferFailedError, type TransferFailureReason } from "@plugboard/core/spec";
import type { Dispatcher } from "undici";

/** What one exchange may take. */
export interface ExchangeLimits {
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

const REASONS: readonly (readonly [pattern: RegExp, reason: TransferFailureReason])[] = [
  [/^ECONNREFUSED$/, "connection-refused"],
  [/^(?:ENOTFOUND|EAI_AGAIN)$/, "name-not-found"],
  [/^UND_ERR_CONNECT_TIMEOUT$/, "connect-timeout"],
  [/^(?:CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/, "tls"],
  [/^(?:HTTPParserError$|HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_|UND_ERR_BAD)/, "answer-malformed"],
];

/**
 * Sends one request and reads the whole answer, informational answers left aside.
 * @throws {TransferFailedError} `requestSent` is true from the moment the dispatcher handed the request to a connection.
 */
export function exchangeOverHttp(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { timeoutMs, maxResponseBytes }: ExchangeLimits,
): Promise<HttpResponseV1> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let over = false;
    let status = 0;
    let headers: HttpResponseV1["headers"] = {};
    let sizeBytes = 0;
    const chunks: Buffer[] = [];

    const settle = (act: () => void): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      act();
    };
    const fail = (reason: TransferFailureReason, cause?: unknown): void => {
      const requestSent = controller !== undefined;
      const party = reason === "connection-lost" ? "network" : "provider";
      const error = new TransferFailedError(reason, { requestSent, party }, { cause });
      settle(() => reject(error));
      controller?.abort(error);
    };
    const timer = setTimeout(() => fail(controller ? "answer-timeout" : "connect-timeout"), timeoutMs);

    dispatcher.dispatch(request, {
      onRequestStart: (started) => {
        if (over) started.abort(new Error("out of time"));
        else controller = started;
      },
      onResponseStart: (_controller, statusCode, fields) => {
        status = statusCode;
        headers = fields;
      },
      onResponseData: (_controller, chunk) => {
        sizeBytes += chunk.length;
        if (sizeBytes > maxResponseBytes) fail("answer-too-large");
        else chunks.push(chunk);
      },
      onResponseEnd: () => settle(() => resolve({ status, headers, body: Buffer.concat(chunks) })),
      onResponseError: (_controller, error) => {
        // undici's parser errors have a name and only sometimes a code.
        const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
        fail(REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? "connection-lost", error);
      },
    });
  });
}
