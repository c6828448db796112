import { createHmac } from "node:crypto";
import type { SipPeerSettings } from "./sip-peer-settings.js";

/** A registration as the host would give it; `lifetimeSeconds` below zero has ended already. */
export function sipRegistration(
  peers: SipPeerSettings,
  user: string,
  options: { lifetimeSeconds?: number; secret?: string; as?: string; port?: number } = {},
): Record<string, string> {
  const expiresAtMs = Date.now() + (options.lifetimeSeconds ?? 600) * 1_000;
  const authorizationUser = `${Math.floor(expiresAtMs / 1_000)}:${user}`;
  return {
    serverUrl: `wss://localhost:${options.port ?? peers.wssPort}/`,
    address: `sip:${options.as ?? user}@${peers.domain}`,
    authorizationUser,
    password: createHmac("sha1", options.secret ?? peers.secret)
      .update(authorizationUser)
      .digest("base64"),
    expiresAt: new Date(expiresAtMs).toISOString(),
  };
}
