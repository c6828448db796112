import { requireQuery } from "../require-query.js";
import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { AvailabilityBoard } from "../../availability/availability-board.js";
import { TOKENS } from "../../di/tokens.js";
import type { MailboxDesk } from "../../inbound/mailbox-desk.js";
import type { Dispatcher } from "../../outbound/dispatcher.js";
import type { LaneRefill } from "../../outbound/lane-refill.js";
import type { ProbeResult } from "../../spec/capabilities/probe.js";
import { InstructionInvalidError } from "../../spec/errors/instruction-invalid-error.js";
import { RequestError } from "../../spec/errors/request-error.js";
import { urlSchema } from "../../spec/url.js";
import type { Act } from "../../spec/act.js";
import type { ChannelState } from "../../policy/channel-state-policy.js";
import type { Disclosure } from "../../policy/disclosure.js";
import type { ActivationInstructionInput } from "../activation-instruction.js";
import type { AccountRegistry } from "../account-registry.js";
import type { AuthorityDesk } from "../authority-desk.js";
import type { Channel } from "../channel.js";
import type { ActivationResult, ChannelActivation, ChannelInstructionInput } from "../channel-activation.js";
import type { ChannelChanges } from "../channel-changes.js";
import type { ChannelConfigurationInput } from "../channel-configuration.js";
import type { ChannelSetup, ConfigurationResult, ShownInput } from "../channel-setup.js";
import type { VerificationResult } from "../channel-verification.js";
import type { RemovedChannels } from "../removed-channels.js";
import { runProbe } from "../run-probe.js";
import { untilQuiet } from "../until-quiet.js";
import type { ChannelDocument } from "../channel-document.js";
import type { CapabilityCalls } from "../capability-calls.js";
import type { ChannelRegistry } from "../channel-registry.js";

const registrationSchema = z.lazy(() => z.object({ registrationId: z.string().max(998) }));

/** A channel as its account sees it in a list. */
export interface ChannelSummary {
  readonly channelId: string;
  readonly providerId: string;
  readonly channelKind: string;
  /** `configured` also while the provider's new terms or wider reach wait for acceptance: `refusedBy` says so. */
  readonly state: ChannelState;
  /** Code of the refusal that stands for every message now; absent when messages pass. */
  readonly refusedBy: string | undefined;
}

/** The channels of an account: shown, activated by instruction, ended. */
@injectable()
export class Channels {
  constructor(
    @inject(TOKENS.ChannelActivation) private readonly activation: ChannelActivation,
    @inject(TOKENS.ChannelSetup) private readonly setup: ChannelSetup,
    @inject(TOKENS.ChannelChanges) private readonly changes: ChannelChanges,
    @inject(TOKENS.ChannelRegistry) private readonly registry: ChannelRegistry,
    @inject(TOKENS.MailboxDesk) private readonly mailboxes: MailboxDesk,
    @inject(TOKENS.AvailabilityBoard) private readonly board: AvailabilityBoard,
    @inject(TOKENS.Dispatcher) private readonly dispatcher: Dispatcher,
    @inject(TOKENS.CapabilityCalls) private readonly calls: CapabilityCalls,
    @inject(TOKENS.AuthorityDesk) private readonly desk: AuthorityDesk,
    @inject(TOKENS.LaneRefill) private readonly refill: LaneRefill,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
    @inject(TOKENS.RemovedChannels) private readonly removed: RemovedChannels,
  ) {}

  /** What a person must be shown before a channel with these settings is activated (R13, R17). */
  disclosure(providerId: string, settings?: unknown): Disclosure {
    return this.activation.disclosure(providerId, settings);
  }

  /**
   * Activates a channel by a recorded instruction, the only way (R4): all steps in one call. Sends nothing.
   * @throws {InstructionInvalidError} {@link SettingsInvalidError} {@link RequestError} {@link StoreError}
   */
  async activate(instruction: ActivationInstructionInput): Promise<ActivationResult> {
    const result = await this.activation.activate(instruction);
    if (result.activated) this.mailboxes.start(this.registry.get(instruction.accountId, result.channelId));
    return result;
  }

  /**
   * First step of four: what the account wants, on record. Messages are refused until the last. A channel that is not active, or is
   * disabled, is configured anew; its acceptances begin again.
   * @throws as `activate`.
   */
  configure(configuration: ChannelConfigurationInput, act: Act): Promise<ConfigurationResult> {
    return this.setup.configure(configuration, act);
  }

  /**
   * Second step, and whenever the provider has new terms or reaches further: records the acceptance of its present documents (R5). Messages held
   * for want of it go on.
   * @param shown - the disclosure that was shown, and hashes of the texts; asked for where the provider reaches further than before.
   * @throws {InstructionInvalidError} @throws {RequestError} `AUTHORITY_REFUSED` … @throws {StoreError}
   */
  async acceptTerms(accountId: string, channelId: string, act: Act, shown?: ShownInput): Promise<void> {
    await this.goOn(await this.setup.acceptTerms(accountId, channelId, act, shown));
  }

  /** Third step: the credentials are looked at, with the provider's probe where it has one, without sending a message. */
  verify(accountId: string, channelId: string, act: Act): Promise<VerificationResult> {
    return this.setup.verify(accountId, channelId, act);
  }

  /** Last step: the instruction (R4), with what was shown. From now on messages pass. */
  async instruct(instruction: ChannelInstructionInput): Promise<ActivationResult> {
    const result = await this.activation.instruct(instruction);
    if (result.activated) await this.goOn(this.registry.get(instruction.accountId, result.channelId));
    return result;
  }

  /** Halts a channel: messages are refused, those it accepted are held, webhooks are asked to come again. */
  async suspend(accountId: string, channelId: string, act: Act, reason?: string): Promise<void> {
    await this.halt(await this.changes.change(accountId, channelId, "suspend", act, reason));
  }

  /** Goes on with a suspended channel and with what it held. */
  async resume(accountId: string, channelId: string, act: Act, reason?: string): Promise<void> {
    await this.goOn(await this.changes.change(accountId, channelId, "resume", act, reason));
  }

  /**
   * The way back from `needs-reauthorisation`: the provider is asked whether it takes the credentials now; then held messages go on. The event
   * `channel-state-changed` tells when it is needed.
   */
  async reauthorise(accountId: string, channelId: string, act: Act): Promise<VerificationResult> {
    const result = await this.changes.reauthorise(accountId, channelId, act);
    if (result.verified) await this.goOn(this.registry.get(accountId, channelId));
    return result;
  }

  /**
   * Ends a channel; messages it accepted and did not send are held. It can be configured anew. Refuses at once, resolves when transfers under
   * way have ended, after 30 s at the latest.
   */
  async deactivate(accountId: string, channelId: string, act: Act, reason?: string): Promise<void> {
    await this.end(await this.changes.change(accountId, channelId, "disable", act, reason));
  }

  /**
   * Ends a channel for good. Its evidence is kept; what it held can be cancelled, and is never sent. What its plugin kept for itself, such as the
   * conversations of a live chat, is deleted.
   * @throws {StoreError} that could not be deleted now: the channel is removed, and the rest goes at the next start.
   */
  async remove(accountId: string, channelId: string, act: Act, reason?: string): Promise<void> {
    await this.end(await this.changes.change(accountId, channelId, "remove", act, reason));
    await this.removed.purge(channelId);
  }

  /**
   * Tells the provider where to post, where its API can be told; on record. Idempotent.
   * @param registration.url - `https://<your host>/webhooks/<channel>`.
   * @throws {InstructionInvalidError} {@link RequestError} as every call of a capability.
   */
  async registerWebhook(
    accountId: string,
    channelId: string,
    registration: { readonly url: string; readonly secret?: string; readonly act: Act },
  ): Promise<{ readonly registrationId: string }> {
    requireQuery(registration);
    const { url, secret, act } = registration;
    const authorised = await this.desk.require({ accountId, act, action: "register-webhook", subject: channelId });
    const parsed = urlSchema.safeParse(url);
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    const request = secret === undefined ? { url: parsed.data } : { url: parsed.data, secret };
    const { registrationId } = await this.calls.call(accountId, channelId, "webhookRegistration", async (capability) =>
      registrationSchema.parse(await capability.doRegister(request)),
    );
    this.desk.record(authorised, "webhook-registered", { registrationId });
    return { registrationId };
  }

  /** The whole evidence of a channel: the instruction, what was shown, every acceptance. */
  document(accountId: string, channelId: string): Promise<ChannelDocument> {
    return this.registry.document(accountId, channelId);
  }

  list(accountId: string): ChannelSummary[] {
    this.accounts.require(accountId);
    return [...this.registry.all()]
      .filter((channel) => channel.accountId === accountId)
      .filter(({ state }) => state !== "removed")
      .map(({ channelId, providerId, channelKind, state, activation, terms, residency }) => ({
        channelId,
        providerId,
        channelKind,
        state,
        refusedBy: (activation ?? terms ?? residency)?.code,
      }));
  }

  /**
   * Finds out whether a channel works, without sending a message (R7). The result feeds the availability report.
   * @throws {RequestError} `CHANNEL_UNKNOWN`, `CAPABILITY_MISSING`; `HOST_CLOSED`, `PROVIDER_DISABLED`, `CHANNEL_REFUSED`,
   *   `CAPABILITY_FAILED`: the channel was closed meanwhile.
   */
  async probe(accountId: string, channelId: string): Promise<ProbeResult> {
    const channel = this.registry.get(accountId, channelId);
    const { instance, closing } = await this.registry.open(channel);
    const { providerId } = channel;
    if (instance.probe === undefined)
      throw new RequestError("CAPABILITY_MISSING", { providerId, capabilities: ["probe"] });
    const result = await runProbe(instance.probe, closing);
    if (closing.aborted) throw this.registry.closedWhileAsked(channel, "probe");
    if (result.state === "operational") this.board.success(channelId, providerId, result.latencyMs ?? 0);
    else this.board.failure(channelId, providerId, result.party ?? "provider", result.code ?? "PROBE_FAILED");
    return result;
  }

  /** What waits goes on, as far as the gates let it. */
  private async goOn(channel: Channel): Promise<void> {
    this.mailboxes.start(channel);
    this.dispatcher.goOn((one) => one.channelId === channel.channelId);
    await this.refill.release(channel.channelId);
  }

  /** What lanes have is held at its turn, which a pause no longer puts off. */
  private async halt(channel: Channel): Promise<void> {
    await this.mailboxes.stop(channel);
    this.dispatcher.goOn((one) => one.channelId === channel.channelId);
  }

  private async end(channel: Channel): Promise<void> {
    await this.halt(channel);
    await untilQuiet(this.dispatcher, channel);
    await this.registry.close(channel);
    this.board.forgetChannel(channel.channelId);
  }
}
