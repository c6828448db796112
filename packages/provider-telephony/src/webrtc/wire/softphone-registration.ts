import * as z from "zod/mini";

/**
 * What an operator's page is handed to be a telephone for a while: whose, where, and credentials that end by themselves. It never holds
 * anything that outlives `expiresAt`.
 */
export const softphoneRegistrationSchema = z.strictObject({
  /** The SIP server's WebSocket: `"wss://sip.example.com/"`. */
  serverUrl: z.string().check(z.regex(/^wss?:\/\/[^\s]+$/)),
  /** The operator's own address: `"sip:anna@example.com"`. */
  address: z.string().check(z.regex(/^sips?:[^@\s]+@[^@\s]+$/)),
  /** For the digest; usually not the name in `address`. */
  authorizationUser: z.string().check(z.minLength(1)),
  password: z.string().check(z.minLength(1)),
  /** UTC; the page asks for new ones before. */
  expiresAt: z.iso.datetime(),
  displayName: z.optional(z.string().check(z.maxLength(100))),
  /** STUN and TURN servers, as `RTCPeerConnection` takes them. */
  iceServers: z.optional(
    z.array(
      z.strictObject({
        urls: z.union([z.string(), z.array(z.string())]),
        username: z.optional(z.string()),
        credential: z.optional(z.string()),
      }),
    ),
  ),
});
export type SoftphoneRegistration = z.infer<typeof softphoneRegistrationSchema>;
