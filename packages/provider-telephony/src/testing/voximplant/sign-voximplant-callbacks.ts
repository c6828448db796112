import { createHash } from "node:crypto";

/** The hash of a callback: `md5(salt + account id + API key + callback id)`. */
export function voximplantHash(
  secrets: { readonly callbackSalt: string; readonly accountId: string; readonly apiKey: string },
  callbackId: string | number,
): string {
  const { callbackSalt, accountId, apiKey } = secrets;
  return createHash("md5")
    .update(`${callbackSalt}${accountId}${apiKey}${String(callbackId)}`)
    .digest("hex");
}

/** Puts their hashes into callbacks, whatever else they hold. What is no callbacks stays as it is. */
export function signVoximplantCallbacks(
  body: string,
  secrets: { readonly callbackSalt: string; readonly accountId: string; readonly apiKey: string },
): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    // No JSON: there is nothing to sign.
    return body;
  }
  if (typeof parsed !== "object" || parsed === null || !("callbacks" in parsed) || !Array.isArray(parsed.callbacks))
    return body;
  const callbacks = parsed.callbacks.map((callback: unknown) => {
    if (typeof callback !== "object" || callback === null || !("callback_id" in callback)) return callback;
    return { ...callback, hash: voximplantHash(secrets, String(callback.callback_id)) };
  });
  return JSON.stringify({ ...parsed, callbacks });
}
