import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import { ProviderLeftError } from "../outbound/provider-left-error.js";
import { checkWebhookSecrets } from "../inbound/webhook/webhook-secrets.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import type { ProviderV1 } from "../spec/provider.js";
import type { Channel } from "./channel.js";
import type { ChannelOpener } from "./channel-opener.js";
import { runProbe } from "./run-probe.js";

/** `probe`: the provider said that they work; `credentials`: it has no way to say, so they are there and have the right shape. */
export type VerificationResult =
  | { readonly verified: true; readonly method: "probe" | "credentials" }
  | { readonly verified: false; readonly refusal: Refusal };

/** Looks at a channel's credentials without sending a message (R4). */
@injectable()
export class ChannelVerification {
  /** What is asked of providers now, and of which. */
  private readonly underWay = new Map<AbortController, string>();
  private closed = false;

  constructor(@inject(TOKENS.ChannelOpener) private readonly opener: ChannelOpener) {}

  /**
   * Loudly, now: a webhook nothing can be verified with would be refused for ever, and nobody would know why.
   * @throws {CredentialsUnavailableError} @throws {WebhookSecretError}
   */
  async checkWebhooks(channel: Channel, provider: ProviderV1): Promise<void> {
    const { webhooks } = provider.manifest;
    if (webhooks === undefined) return;
    checkWebhookSecrets(webhooks, await this.opener.credentials(channel, provider).resolve(), channel.channelId);
  }

  /**
   * Resolves the credentials, looks at the secrets of the webhooks, and asks the provider where it can be asked. By an instance of its own, so
   * that nothing of an earlier attempt is remembered.
   * @throws {CredentialsUnavailableError} @throws {WebhookSecretError} @throws {RequestError} `PROVIDER_OPEN_FAILED` …; `HOST_CLOSED`, `PROVIDER_DISABLED`: it
   *   was given up.
   */
  async verify(channel: Channel, provider: ProviderV1): Promise<VerificationResult> {
    const live = await this.opener.credentials(channel, provider).resolve();
    const { webhooks, capabilities } = provider.manifest;
    if (webhooks !== undefined) checkWebhookSecrets(webhooks, live, channel.channelId);
    if (!capabilities.includes("probe")) return { verified: true, method: "credentials" };
    if (this.closed) throw new ProviderLeftError(channel.providerId, true);
    const asked = new AbortController();
    this.underWay.set(asked, channel.providerId);
    try {
      return await this.ask(channel, asked.signal);
    } finally {
      this.underWay.delete(asked);
    }
  }

  /** The provider left: nobody waits for what it says of credentials. */
  abandon(providerId: string): void {
    for (const [asked, of] of this.underWay) if (of === providerId) asked.abort();
  }

  /** The host closes. */
  close(): void {
    this.closed = true;
    for (const asked of this.underWay.keys()) asked.abort();
  }

  private async ask(channel: Channel, abandoned: AbortSignal): Promise<VerificationResult> {
    const open = await this.opener.open(channel);
    try {
      const { probe } = open.instance;
      if (probe === undefined) return { verified: true, method: "credentials" };
      const { state, party = "provider", code = "PROBE_FAILED" } = await runProbe(probe, abandoned);
      if (abandoned.aborted) throw new ProviderLeftError(channel.providerId, this.closed);
      if (state !== "down") return { verified: true, method: "probe" };
      return { verified: false, refusal: { ...refusal("VERIFICATION_FAILED", { code, party }), party } };
    } finally {
      await open.close();
    }
  }
}
