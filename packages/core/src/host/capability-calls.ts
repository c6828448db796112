import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import { RequestError } from "../spec/errors/request-error.js";
import type { ProviderInstanceV1 } from "../spec/provider-instance.js";
import { classOfError } from "./class-of-error.js";
import { untilAborted } from "../timing/until-aborted.js";
import { withinTime } from "../timing/within-time.js";
import type { BlockBook } from "../blocks/block-book.js";
import type { AccountRegistry } from "./account-registry.js";
import type { ChannelRegistry } from "./channel-registry.js";

const LIMIT_MS = 60_000;

/** Calls of what a provider offers beside sending: behind the standing gates of its channel, limited in time, with typed errors. */
@injectable()
export class CapabilityCalls {
  constructor(
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
    @inject(TOKENS.BlockBook) private readonly blocks: BlockBook,
  ) {}

  /**
   * @param name - of the capability, as the instance has it.
   * @throws {RequestError} `CHANNEL_UNKNOWN`, `CHANNEL_REFUSED`, `CAPABILITY_MISSING`, `CAPABILITY_FAILED`; `HOST_CLOSED`, `PROVIDER_DISABLED`
   *   when it closed meanwhile; what the provider answered as a typed error.
   */
  async call<Name extends keyof ProviderInstanceV1, Answer>(
    accountId: string,
    channelId: string,
    name: Name,
    ask: (capability: NonNullable<ProviderInstanceV1[Name]>) => Promise<Answer>,
  ): Promise<Answer> {
    const channel = this.channels.get(accountId, channelId);
    const { providerId } = channel;
    const refused =
      this.accounts.refusalOf(accountId) ??
      this.blocks.refusalOfChannel(accountId, channelId) ??
      channel.activation ??
      channel.terms ??
      channel.residency;
    if (refused !== undefined) throw new RequestError("CHANNEL_REFUSED", { channelId, refusal: refused.code });
    const { instance, closing } = await this.channels.open(channel);
    const capability = instance[name];
    if (capability === undefined) throw new RequestError("CAPABILITY_MISSING", { providerId, capabilities: [name] });
    const failed = (details: Readonly<Record<string, string | number>>, cause?: unknown): RequestError =>
      new RequestError("CAPABILITY_FAILED", { providerId, capability: name, ...details }, { cause });
    try {
      const answered = untilAborted(ask(capability), closing, () => {
        throw this.channels.closedWhileAsked(channel, name);
      });
      return await withinTime(answered, LIMIT_MS, () => {
        throw failed({ timeoutMs: LIMIT_MS });
      });
    } catch (error) {
      if (ContactCenterError.isInstance(error)) throw error;
      throw failed({ error: classOfError(error) });
    }
  }
}
