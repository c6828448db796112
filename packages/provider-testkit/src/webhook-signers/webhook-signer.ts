import type { WebhookContract } from "@plugboard/core/spec";

/** A signed post as a provider makes it. */
export interface SignedPost {
  /** The address it is for; schemes that sign the address signed this one. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One provider's side of a scheme, with a key of its own. */
export interface WebhookSigner {
  /** What the channel's credentials have to hold. */
  readonly credentials: Readonly<Record<string, string>>;
  /**
   * Signs a post that tells of one event.
   * @param at - `url` of the channel, without a secret path.
   */
  sign(
    event: { readonly id: string; readonly text?: string },
    at: { readonly url: string; readonly nowMs: number },
  ): SignedPost;
}

/** A signature scheme of the contract with a signer for it: what core's verifiers and providers are tested with. */
export interface WebhookSchemeCase {
  readonly name: string;
  readonly contract: Pick<WebhookContract, "signature" | "secondFactor" | "strength">;
  /** Whether the proof covers time: an old post is refused then. */
  readonly timed: boolean;
  /** A signer with a new key. */
  create(): WebhookSigner;
}

/** The body most cases post. */
export const eventBody = ({ id, text = "hello" }: { readonly id: string; readonly text?: string }): string =>
  JSON.stringify({ id, type: "message", from: "+4930123456", text });
