import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { WebhookOptions } from "../inbound/webhook/webhook-options.js";

/** Where providers reach a channel, for those that are told with every call. */
@injectable()
export class CallAddresses {
  constructor(@inject(TOKENS.WebhookOptions) private readonly options: WebhookOptions) {}

  /** @returns nothing where the host has no public address. */
  of({ channelId }: Channel): string | undefined {
    const { publicBaseUrl } = this.options;
    return publicBaseUrl === undefined ? undefined : `${publicBaseUrl.replace(/\/$/, "")}/webhooks/${channelId}`;
  }
}
