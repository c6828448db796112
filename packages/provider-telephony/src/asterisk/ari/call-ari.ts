import type { HttpResponseV1 } from "@plugboard/core/spec";
import type { AsteriskConnection } from "../asterisk-connection.js";
import { authorization } from "./authorization.js";

/** One call of the Asterisk REST Interface. */
export interface AriCall {
  readonly operation: string;
  readonly transferId?: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** Below `/ari`, each part encoded. */
  readonly path: readonly string[];
  /** Parameters of a POST. They go in the body: an address stands in access logs, and Asterisk cuts a long request line. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, string>>;
}

/**
 * Asks the exchange.
 * @see https://github.com/asterisk/asterisk/tree/master/rest-api/api-docs
 */
export async function callAri(
  connection: AsteriskConnection,
  { operation, transferId, method, path, parameters, query }: AriCall,
): Promise<HttpResponseV1> {
  const { http } = connection;
  const search = query === undefined ? "" : `?${new URLSearchParams(query).toString()}`;
  return http.request({
    operation,
    ...(transferId === undefined ? {} : { transferId }),
    method,
    endpoint: "ari",
    path: `/${path.map(encodeURIComponent).join("/")}${search}`,
    headers: {
      authorization: await authorization(connection),
      accept: "application/json",
      ...(parameters === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(parameters === undefined ? {} : { body: JSON.stringify(parameters) }),
  });
}
