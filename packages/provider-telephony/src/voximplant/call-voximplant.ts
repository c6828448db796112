import type { HttpResponseV1 } from "@plugboard/core/spec";
import { tokenFor } from "./token-for.js";
import type { VoximplantConnection } from "./voximplant-connection.js";

/** One call of the Management API: https://voximplant.com/docs/references/httpapi */
export interface VoximplantCall {
  readonly operation: string;
  readonly transferId?: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Calls a method of the Management API, as a form. */
export async function callVoximplant(
  { http, credentials, settings, clock }: VoximplantConnection,
  { method, parameters, ...call }: VoximplantCall,
): Promise<HttpResponseV1> {
  const { current } = await credentials.resolve();
  const token = tokenFor(settings.accountId, current.serviceAccount, clock.now());
  return http.request({
    ...call,
    method: "POST",
    endpoint: "api",
    path: `/platform_api/${method}`,
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams(parameters).toString(),
  });
}
