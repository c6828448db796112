import { inject, injectable } from "tsyringe";
import { TOKENS } from "../../di/tokens.js";
import type { MailboxDesk } from "../../inbound/mailbox-desk.js";
import type { Dispatcher } from "../../outbound/dispatcher.js";
import type { ProviderV1 } from "../../spec/provider.js";
import type { ChannelChanges } from "../channel-changes.js";
import type { ChannelRegistry } from "../channel-registry.js";
import type { ProviderRegistry } from "../provider-registry.js";

/** Providers come and go while the host runs; accepted messages wait for theirs (R3). */
@injectable()
export class Providers {
  constructor(
    @inject(TOKENS.ProviderRegistry) private readonly registry: ProviderRegistry,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.MailboxDesk) private readonly mailboxes: MailboxDesk,
    @inject(TOKENS.ChannelChanges) private readonly changes: ChannelChanges,
    @inject(TOKENS.Dispatcher) private readonly dispatcher: Dispatcher,
  ) {}

  /** @throws {RequestError} `PROVIDER_EXISTS`, `SPECIFICATION_UNSUPPORTED`. @throws {ManifestInvalidError} */
  async add(provider: ProviderV1): Promise<void> {
    this.registry.add(provider);
    await this.follow(provider.manifest.id);
  }

  /** @throws {RequestError} `PROVIDER_UNKNOWN`. */
  async remove(providerId: string): Promise<void> {
    this.registry.remove(providerId);
    await this.follow(providerId);
  }

  async disable(providerId: string): Promise<void> {
    this.registry.setEnabled(providerId, false);
    await this.follow(providerId);
  }

  async enable(providerId: string): Promise<void> {
    this.registry.setEnabled(providerId, true);
    await this.follow(providerId);
  }

  list(): { readonly manifest: ProviderV1["manifest"]; readonly enabled: boolean }[] {
    return this.registry.list();
  }

  /** Its channels take over the provider as it is now: they close when it left, and go on when it is back. */
  private async follow(providerId: string): Promise<void> {
    const provider = this.registry.find(providerId);
    const channels = this.channels.ofProvider(providerId);
    for (const channel of channels) channel.attach(provider);
    this.changes.review(channels);
    if (provider !== undefined) {
      for (const channel of channels) this.mailboxes.start(channel);
      this.dispatcher.wake((channel) => channel.providerId === providerId);
      return;
    }
    // Taken off at once, so that a version that comes meanwhile gets instances of its own.
    const opened = channels.map((channel) => [channel, this.channels.detach(channel)] as const);
    await Promise.all(
      opened.map(async ([channel, open]) => {
        await this.mailboxes.stop(channel);
        await this.dispatcher.quiet(channel);
        await open?.close();
      }),
    );
  }
}
