import type { HttpResponseV1 } from "@plugboard/core/spec";
import type { CloudCall, CloudRoute } from "./cloud-route.js";
import { CloudCallError } from "./errors/cloud-call-error.js";

/**
 * A call that must succeed.
 * @throws {CloudCallError} the provider answered with an error.
 */
export async function checkedCall(route: CloudRoute, call: CloudCall): Promise<HttpResponseV1> {
  const response = await route.call(call);
  if (response.status >= 200 && response.status < 300) return response;
  throw CloudCallError.from(response, route.now(), call.operation);
}
