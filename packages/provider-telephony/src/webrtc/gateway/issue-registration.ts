import { createHmac } from "node:crypto";
import type { SoftphoneRegistration } from "../wire/softphone-registration.js";

/** How the account's SIP server is reached, and the secret it shares with us. */
export interface SipAccount {
  /** `"wss://sip.example.com/"`. */
  readonly serverUrl: string;
  /** The domain of the operators' addresses. */
  readonly domain: string;
  /** Of Kamailio's `auth_ephemeral` (`secret`), or of any server that takes the manner of the TURN REST API. */
  readonly secret: string;
  /** How long a page's credentials live. Milliseconds. @defaultValue 600,000 */
  readonly lifetimeMs?: number;
  readonly iceServers?: SoftphoneRegistration["iceServers"];
}

/**
 * Credentials that end by themselves: user name `expiry:operator`, password the HMAC-SHA1 of it. The server keeps no list, so nothing has to be
 * taken back: who may telephone is decided each time a page asks.
 * @see https://www.kamailio.org/docs/modules/5.6.x/modules/auth_ephemeral.html
 * @see https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00
 */
export function issueRegistration(
  account: SipAccount,
  operator: { readonly id: string; readonly displayName?: string },
  nowMs: number,
): SoftphoneRegistration {
  const expiresAtMs = nowMs + (account.lifetimeMs ?? 600_000);
  const authorizationUser = `${Math.floor(expiresAtMs / 1_000)}:${operator.id}`;
  return {
    serverUrl: account.serverUrl,
    address: `sip:${operator.id}@${account.domain}`,
    authorizationUser,
    password: createHmac("sha1", account.secret).update(authorizationUser).digest("base64"),
    expiresAt: new Date(expiresAtMs).toISOString(),
    ...(operator.displayName === undefined ? {} : { displayName: operator.displayName }),
    ...(account.iceServers === undefined ? {} : { iceServers: account.iceServers }),
  };
}
