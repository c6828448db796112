import { inject, injectable } from "tsyringe";
import { z } from "zod";
import { TOKENS } from "../../di/tokens.js";
import type { InboundDesk } from "../../inbound/inbound-desk.js";
import type { MailboxDesk } from "../../inbound/mailbox-desk.js";
import type { AuditLog } from "../../ledger/audit-log.js";
import type { Dispatcher } from "../../outbound/dispatcher.js";
import type { Act } from "../../spec/act.js";
import { OptionInvalidError } from "../../spec/errors/option-invalid-error.js";
import type { ProviderV1 } from "../../spec/provider.js";
import type { Channel, OpenChannel } from "../channel.js";
import type { ChannelChanges } from "../channel-changes.js";
import type { ChannelRegistry } from "../channel-registry.js";
import type { ChannelVerification } from "../channel-verification.js";
import { checkAct } from "../check-act.js";
import type { EventBus } from "../event-bus.js";
import type { ProviderRegistry } from "../provider-registry.js";
import { untilQuiet } from "../until-quiet.js";

const addOptionsSchema = z.lazy(() => z.strictObject({ enabled: z.boolean().default(true) }));

/**
 * Providers come and go while the host runs; accepted messages wait for theirs (R3). Each of these acts says who does it: it counts at once, and
 * resolves when it is in the trail as well (`audit.ofHost`). Without a whole act nothing is done (`INSTRUCTION_INVALID`).
 */
@injectable()
export class Providers {
  constructor(
    @inject(TOKENS.ProviderRegistry) private readonly registry: ProviderRegistry,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.MailboxDesk) private readonly mailboxes: MailboxDesk,
    @inject(TOKENS.InboundDesk) private readonly inbound: InboundDesk,
    @inject(TOKENS.ChannelChanges) private readonly changes: ChannelChanges,
    @inject(TOKENS.ChannelVerification) private readonly verification: ChannelVerification,
    @inject(TOKENS.Dispatcher) private readonly dispatcher: Dispatcher,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
  ) {}

  /**
   * @param options - `enabled: false`: it carries nothing until {@link enable}, as one that was disabled before a restart.
   * @throws {RequestError} `PROVIDER_EXISTS`, `SPECIFICATION_UNSUPPORTED`. @throws {ManifestInvalidError}
   * @throws {InstructionInvalidError} the act is not complete, as every call here. @throws {OptionInvalidError}
   */
  async add(provider: ProviderV1, act: Act, options: { readonly enabled?: boolean } = {}): Promise<void> {
    const checked = checkAct(act);
    const parsed = addOptionsSchema.safeParse(options);
    if (!parsed.success) throw new OptionInvalidError(parsed.error);
    const { enabled } = parsed.data;
    this.registry.add(provider, enabled);
    const { id, version } = provider.manifest;
    const details = { version, ...(enabled ? {} : { enabled }) };
    await Promise.all([this.follow(id), this.audit.keepOfHost(checked, "provider-added", id, details)]);
  }

  /**
   * Takes a provider off; messages accepted for it wait until one of its id is added. Resolves when its transfers under way have ended; those
   * that have not after 30 s are broken off, and their outcome is recorded as it is then.
   * @throws {RequestError} `PROVIDER_UNKNOWN`.
   */
  async remove(providerId: string, act: Act): Promise<void> {
    const checked = checkAct(act);
    this.registry.remove(providerId);
    await Promise.all([this.follow(providerId), this.audit.keepOfHost(checked, "provider-removed", providerId)]);
  }

  /**
   * Puts another version of a provider in the place of the one that runs. Its open channels are opened with it first; when one cannot be, all
   * go on with the version before, which was never closed. Transfers that are under way end where they began. Channels whose accepted terms or
   * countries the new version goes beyond wait for a new acceptance, and their messages with them (R5).
   * @throws {RequestError} `PROVIDER_UNKNOWN`, `SPECIFICATION_UNSUPPORTED`; `PROVIDER_OPEN_FAILED` and the like: nothing was changed.
   * @throws {ManifestInvalidError}
   */
  async upgrade(provider: ProviderV1, act: Act): Promise<void> {
    const checked = checkAct(act);
    const before = this.registry.replace(provider);
    try {
      await this.channels.recall(provider.manifest);
    } catch (error) {
      this.registry.putBack(before, provider);
      throw error;
    }
    const channels = this.channels.ofProvider(provider.manifest.id);
    const taken = this.registry.find(provider.manifest.id);
    const opened = channels.map((channel) => [channel, this.channels.detach(channel)] as const);
    for (const channel of channels) channel.attach(taken);
    try {
      const inUse = opened.filter(([channel, open]) => open !== undefined && channel.terms === undefined);
      await Promise.all(inUse.map(([channel]) => this.channels.open(channel)));
    } catch (error) {
      this.registry.putBack(before, provider);
      // Disabled, removed or upgraded again meanwhile: its channels have followed that, and the instances of before are nobody's.
      const isBack = this.registry.find(provider.manifest.id) === before;
      const unused = opened.map(([channel, open]) => {
        if (!isBack) return [channel, open] as const;
        const fresh = this.channels.detach(channel);
        channel.attach(before);
        channel.open = open;
        return [channel, fresh] as const;
      });
      await this.letGo(unused);
      throw error;
    }
    this.changes.review(channels);
    const { id: providerId, version } = provider.manifest;
    const versions = { from: before.manifest.version, to: version };
    const kept = this.audit.keepOfHost(checked, "provider-upgraded", providerId, versions);
    const used = opened.filter(([, open]) => open !== undefined);
    await Promise.all(used.map(([channel]) => this.mailboxes.stop(channel)));
    await this.letGo(used);
    if (taken !== undefined) {
      for (const channel of channels) this.mailboxes.start(channel);
      this.dispatcher.goOn((channel) => channel.providerId === providerId);
      this.events.emit("provider-upgraded", { providerId, ...versions });
    }
    await kept;
  }

  /** As `remove`, and the provider stays registered. @throws {RequestError} `PROVIDER_UNKNOWN`. */
  async disable(providerId: string, act: Act): Promise<void> {
    const checked = checkAct(act);
    this.registry.setEnabled(providerId, false);
    await Promise.all([this.follow(providerId), this.audit.keepOfHost(checked, "provider-disabled", providerId)]);
  }

  /** @throws {RequestError} `PROVIDER_UNKNOWN`. */
  async enable(providerId: string, act: Act): Promise<void> {
    const checked = checkAct(act);
    this.registry.setEnabled(providerId, true);
    await Promise.all([this.follow(providerId), this.audit.keepOfHost(checked, "provider-enabled", providerId)]);
  }

  list(): { readonly manifest: ProviderV1["manifest"]; readonly enabled: boolean }[] {
    return this.registry.list();
  }

  /** Ends instances that nobody is handed any more, when the transfers under way on them have ended. */
  private async letGo(opened: readonly (readonly [Channel, OpenChannel | undefined])[]): Promise<void> {
    await Promise.all(
      opened.map(async ([channel, open]) => {
        if (open === undefined) return;
        await untilQuiet(this.dispatcher, channel);
        await open.close();
      }),
    );
  }

  /** Its channels take over the provider as it is now: they close when it left, and go on when it is back. */
  private async follow(providerId: string): Promise<void> {
    const provider = this.registry.find(providerId);
    if (provider !== undefined) {
      await this.channels.recall(provider.manifest);
      // Whoever disabled, removed or upgraded it meanwhile has seen to its channels.
      if (this.registry.find(providerId) !== provider) return;
    }
    const channels = this.channels.ofProvider(providerId);
    for (const channel of channels) channel.attach(provider);
    this.changes.review(channels);
    if (provider !== undefined) {
      for (const channel of channels) this.mailboxes.start(channel);
      this.dispatcher.goOn((channel) => channel.providerId === providerId);
      this.inbound.wake();
      return;
    }
    this.verification.abandon(providerId);
    // Taken off at once, so that a version that comes meanwhile gets instances of its own.
    const opened = channels.map((channel) => [channel, this.channels.detach(channel)] as const);
    await Promise.all(
      opened.map(async ([channel, open]) => {
        await this.mailboxes.stop(channel);
        await untilQuiet(this.dispatcher, channel);
        await open?.close();
      }),
    );
  }
}
