import type { HttpResponseV1 } from "@plugboard/core/spec";
import type { EdnaConnection } from "./edna-connection.js";

/**
 * One call of edna's API, with the channel's key. Every method takes and gives JSON.
 * @see https://docs-pulse.edna.io/docs/integrations/api/webhook-settings
 */
export async function callEdna(
  { http, credentials }: EdnaConnection,
  call: {
    readonly operation: string;
    readonly path: string;
    readonly transferId?: string;
    /** A POST when given, else a GET. */
    readonly body?: unknown;
  },
): Promise<HttpResponseV1> {
  const { current } = await credentials.resolve();
  const { operation, path, transferId, body } = call;
  return http.request({
    operation,
    ...(transferId === undefined ? {} : { transferId }),
    method: body === undefined ? "GET" : "POST",
    endpoint: "api",
    path,
    headers: {
      "x-api-key": current.apiKey,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
