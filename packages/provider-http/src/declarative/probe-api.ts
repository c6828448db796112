import { ContactCenterError, type ConnectionV1, partySchema, type ProbeResult } from "@plugboard/core/spec";
import { fillHeaders } from "./fill-headers.js";
import type { HttpDefinition } from "./http-definition.js";
import { API, PROBE } from "./operation-ids.js";

/** Asks the API something harmless and says whose fault it is when that does not work (R7). */
export async function probeApi(
  definition: HttpDefinition,
  path: string,
  { http, credentials, settings }: ConnectionV1,
): Promise<ProbeResult> {
  const { current } = await credentials.resolve();
  try {
    const { status } = await http.request({
      operation: PROBE,
      method: "GET",
      endpoint: API,
      path,
      headers: { accept: "application/json", ...fillHeaders(definition.headers, { settings, credentials: current }) },
    });
    if (status === 200) return { state: "operational", certainty: 1 };
    const party = status === 401 || status === 403 || status === 429 ? "account" : "provider";
    return { state: "down", party, code: `STATUS_${status}`, certainty: 0.9 };
  } catch (error) {
    if (!ContactCenterError.isInstance(error)) throw error;
    const party = partySchema.catch("network").parse(error.details["party"]);
    return { state: "down", party, code: "UNREACHABLE", certainty: 0.8 };
  }
}
