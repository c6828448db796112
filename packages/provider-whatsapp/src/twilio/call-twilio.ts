import type { HttpRequestV1, HttpResponseV1 } from "@plugboard/core/spec";
import type { TwilioConnection } from "./twilio-connection.js";

/** A form's fields in order; a name may come more than once. */
export type FormFields = readonly (readonly [name: string, value: string])[];

/** One call of a Twilio API. */
export interface TwilioCall {
  readonly operation: string;
  readonly transferId?: string;
  readonly method: "GET" | "POST" | "DELETE";
  readonly endpoint?: "api" | "content" | "messaging";
  readonly path?: string;
  /** Instead of endpoint and path: an address Twilio gave. */
  readonly url?: string;
  readonly form?: FormFields;
  readonly json?: unknown;
}

/**
 * Calls Twilio with HTTP Basic: an API key where there is one, else the account's auth token.
 * @see https://www.twilio.com/docs/usage/requests-to-twilio
 */
export async function callTwilio(
  { http, credentials, settings }: TwilioConnection,
  { form, json, ...call }: TwilioCall,
): Promise<HttpResponseV1> {
  const { current } = await credentials.resolve();
  const login =
    current.apiKey === undefined
      ? `${settings.accountSid}:${current.authToken}`
      : `${current.apiKey.sid}:${current.apiKey.secret}`;
  const contentType =
    form === undefined ? (json === undefined ? undefined : "application/json") : "application/x-www-form-urlencoded";
  const request: HttpRequestV1 = {
    ...call,
    headers: {
      authorization: `Basic ${Buffer.from(login).toString("base64")}`,
      accept: "application/json",
      ...(contentType === undefined ? {} : { "content-type": contentType }),
    },
    ...(form === undefined ? {} : { body: formBody(form) }),
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  };
  return http.request(request);
}

function formBody(fields: FormFields): string {
  const form = new URLSearchParams();
  for (const [name, value] of fields) form.append(name, value);
  return form.toString();
}
