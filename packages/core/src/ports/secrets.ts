import type { LiveCredentialsV1 } from "../spec/connection/credentials.js";

/** Where the host keeps credentials. Asked per call; cache as your vault allows. */
export interface Secrets {
  /**
   * @param secret - the name the channel was activated with.
   * @returns the current credentials and, during a rotation, the previous ones; their shape is checked with the provider's schema.
   * @throws anything: reported as `CREDENTIALS_UNAVAILABLE` without its text.
   */
  resolve(
    secret: string,
    owner: { readonly accountId: string; readonly channelId: string },
  ): Promise<LiveCredentialsV1<unknown>>;
}
