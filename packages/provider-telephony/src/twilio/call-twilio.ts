import type { HttpRequestV1, HttpResponseV1 } from "@plugboard/core/spec";
import type { TwilioConnection } from "./twilio-connection.js";

/** A form's fields in order; a name may come more than once. */
export type FormFields = readonly (readonly [name: string, value: string])[];

/** One call of Twilio's API. */
export interface TwilioCall {
  readonly operation: string;
  readonly transferId?: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** Below the account: `/Messages.json`. */
  readonly resource?: string;
  /** Instead of `resource`: a path Twilio gave. */
  readonly path?: string;
  /** Instead of both: an address Twilio gave. */
  readonly url?: string;
  readonly form?: FormFields;
}

/**
 * Calls Twilio in the channel's region with HTTP Basic: an API key where there is one, else the account's auth token.
 * @see https://www.twilio.com/docs/usage/requests-to-twilio
 */
export async function callTwilio(
  { http, credentials, settings }: TwilioConnection,
  { form, resource, path, url, ...call }: TwilioCall,
): Promise<HttpResponseV1> {
  const { current } = await credentials.resolve();
  const login =
    current.apiKey === undefined
      ? `${settings.accountSid}:${current.authToken}`
      : `${current.apiKey.sid}:${current.apiKey.secret}`;
  const below = path ?? `/2010-04-01/Accounts/${settings.accountSid}${resource ?? ".json"}`;
  const request: HttpRequestV1 = {
    ...call,
    ...(url === undefined ? { endpoint: "api", path: below } : { url }),
    headers: {
      authorization: `Basic ${Buffer.from(login).toString("base64")}`,
      accept: "application/json",
      ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
    },
    ...(form === undefined ? {} : { body: formBody(form) }),
  };
  return http.request(request);
}

function formBody(fields: FormFields): string {
  const form = new URLSearchParams();
  for (const [name, value] of fields) form.append(name, value);
  return form.toString();
}
