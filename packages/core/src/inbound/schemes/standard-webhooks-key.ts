/** Bytes. The standard asks for 24; shorter ones than these are guessed. */
const SHORTEST_KEY = 16;

/** The key of a secret as Standard Webhooks writes it, `whsec_` and base64; nothing when it is too short to be one. */
export function standardWebhooksKey(secret: string): Buffer | undefined {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return key.length < SHORTEST_KEY ? undefined : key;
}
