import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { AvailabilityBoard } from "../availability/availability-board.js";
import { TOKENS } from "../di/tokens.js";
import type { AuditLog } from "../ledger/audit-log.js";
import type { ChannelTransition } from "../policy/channel-state-policy.js";
import type { AuthorisedAction } from "../ports/authority.js";
import type { Act } from "../spec/act.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import type { Party } from "../spec/party.js";
import { InstructionInvalidError } from "../spec/errors/instruction-invalid-error.js";
import type { AuthorisedAct, AuthorityDesk } from "./authority-desk.js";
import type { Channel } from "./channel.js";
import type { ChannelDocument } from "./channel-document.js";
import type { ChannelRegistry } from "./channel-registry.js";
import type { ChannelVerification, VerificationResult } from "./channel-verification.js";
import type { ChannelWriter } from "./channel-writer.js";
import type { CredentialDesk } from "./credential-desk.js";
import type { EventBus } from "./event-bus.js";
import type { ProviderRegistry } from "./provider-registry.js";
import { requireStep } from "./require-step.js";

/** Stated by a person, for the trail. */
const reasonSchema = z.string().min(1).max(500);

type Change = Extract<ChannelTransition, "suspend" | "resume" | "disable" | "remove">;
/** What each change is called in the trail and by the authority. */
const CHANGES: Record<Change, { readonly action: AuthorisedAction; readonly audited: string }> = {
  suspend: { action: "suspend-channel", audited: "channel-suspended" },
  resume: { action: "resume-channel", audited: "channel-resumed" },
  disable: { action: "disable-channel", audited: "channel-deactivated" },
  remove: { action: "remove-channel", audited: "channel-removed" },
};

/** What a provider answers when it no longer takes the credentials, whatever call it was. */
const REFUSED_CREDENTIALS: ReadonlySet<string> = new Set(["CREDENTIALS_REFUSED", "CHANNEL_CREDENTIALS_REFUSED"]);

/** Refusals of the credentials within this time count as one. Milliseconds. */
const SURE_AFTER_MS = 500;

/** What becomes of channels after the instruction: halted, gone on with, ended; refused by their provider, mended; outdated and accepted. */
@injectable()
export class ChannelChanges {
  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.AuthorityDesk) private readonly desk: AuthorityDesk,
    @inject(TOKENS.ProviderRegistry) private readonly providers: ProviderRegistry,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.ChannelWriter) private readonly writer: ChannelWriter,
    @inject(TOKENS.ChannelVerification) private readonly verification: ChannelVerification,
    @inject(TOKENS.CredentialDesk) private readonly credentials: CredentialDesk,
    @inject(TOKENS.AvailabilityBoard) availability: AvailabilityBoard,
  ) {
    availability.onFailure((channelId, party, code) => this.judgeCredentials(channelId, party, code));
  }

  /**
   * Halts, goes on with or ends a channel. What it accepted and did not send is held.
   * @throws {RequestError} `CHANNEL_UNKNOWN`, `CHANNEL_STATE_IMPOSSIBLE`, `AUTHORITY_REFUSED`, `AUTHORITY_UNAVAILABLE`.
   * @throws {InstructionInvalidError} @throws {StoreError}
   */
  async change(accountId: string, channelId: string, transition: Change, act: Act, reason?: string): Promise<Channel> {
    const stated = reasonSchema.optional().safeParse(reason);
    if (!stated.success) throw new InstructionInvalidError(stated.error);
    this.channels.get(accountId, channelId);
    const { action, audited } = CHANGES[transition];
    const authorised = await this.desk.require({ accountId, act, action, subject: channelId });
    return this.writer.take(channelId, async () => {
      const channel = this.channels.get(accountId, channelId);
      const state = requireStep(channel, transition);
      const document = await this.channels.document(accountId, channelId);
      const said = reason === undefined ? {} : { reason };
      const changed = { ...document, state, changed: { transition, act: authorised.act, ...said } };
      // Refused from now on, before it is durable; let go on only when it is.
      if (transition !== "resume") channel.update(changed);
      await this.writer.put(changed, this.desk.entryOf(authorised, audited, said));
      channel.update(changed);
      if (transition === "remove") await this.credentials.revokeOfChannel(authorised);
      this.tell(channel, transition, reason === undefined ? [] : [reason]);
      return channel;
    });
  }

  /**
   * Takes a channel whose credentials were refused back into use, when they work now: asked of the provider, without sending a message.
   * @throws {RequestError} as `change`. @throws {CredentialsUnavailableError}
   */
  async reauthorise(accountId: string, channelId: string, act: Act): Promise<VerificationResult> {
    this.channels.get(accountId, channelId);
    const asked = await this.desk.ask({ accountId, act, action: "reauthorise-channel", subject: channelId });
    if (!asked.authorised) return { verified: false, refusal: asked.refusal };
    return this.writer.take(channelId, () => this.verifyAgain(accountId, channelId, asked.act));
  }

  /** Notes which channels' acceptance no longer covers what their provider declares, and which it covers again (R5). Ends by itself. */
  review(channels: Iterable<Channel>): void {
    for (const channel of channels) {
      if (channel.provider === undefined || channel.isOutdated === channel.outdatedOnRecord) continue;
      this.writer
        .take(channel.channelId, () => this.note(channel))
        .catch(() => this.logger.warn("what is new of a provider was not noted", { channelId: channel.channelId }));
    }
  }

  private async verifyAgain(accountId: string, channelId: string, act: AuthorisedAct): Promise<VerificationResult> {
    const channel = this.channels.get(accountId, channelId);
    const state = requireStep(channel, "reauthorise");
    const provider = this.providers.get(channel.providerId);
    const result = await this.verification.verify(channel, provider);
    if (!result.verified) {
      this.desk.record(act, "channel-refused", { code: result.refusal.code, ...result.refusal.details });
      return result;
    }
    const document = await this.channels.document(accountId, channelId);
    const verified = { at: this.now(), method: result.method };
    const changed: ChannelDocument = { ...document, state, verified };
    await this.writer.put(changed, this.desk.entryOf(act, "channel-reauthorised", { method: result.method }));
    channel.credentialsDoubtedAtMs = 0;
    // Its next use opens it with the credentials of now.
    await this.channels.close(channel);
    channel.update(changed);
    this.tell(channel, "reauthorise", []);
    return result;
  }

  /**
   * A provider that refuses the credentials once may be confused, and several transfers at once are one refusal; one that refuses them again,
   * and has taken nothing with them meanwhile, means it.
   */
  private judgeCredentials(channelId: string, party: Party, code: string): void {
    const channel = this.channels.ofHost(channelId);
    if (channel === undefined || party === "network" || party === "host") return;
    if (party !== "account" || !REFUSED_CREDENTIALS.has(code)) {
      // The provider had another objection: it took the credentials.
      if (party !== "provider") channel.credentialsDoubtedAtMs = 0;
      return;
    }
    const nowMs = this.clock.now();
    const { credentialsDoubtedAtMs: sinceMs } = channel;
    if (sinceMs === 0) channel.credentialsDoubtedAtMs = nowMs;
    else if (nowMs - sinceMs >= SURE_AFTER_MS && channel.storedState === "active")
      this.credentialsRefused(channel, code);
  }

  private credentialsRefused(channel: Channel, code: string): void {
    const { accountId, channelId, providerId } = channel;
    channel.refuseCredentials();
    this.writer
      .take(channelId, async () => {
        const document = await this.channels.document(accountId, channelId);
        if (document.state !== "active") return;
        const entry = { accountId, actor: "host", action: "channel-credentials-refused", subject: channelId };
        await this.writer.keep(
          { ...document, state: "needs-reauthorisation" },
          this.audit.entryOf({ ...entry, details: { providerId, code } }),
        );
        this.tell(channel, "refuse-credentials", [code]);
      })
      .catch(() => this.logger.error("that a provider refused credentials was not recorded", { channelId, code }));
  }

  private async note(channel: Channel): Promise<void> {
    const { accountId, channelId, providerId, isOutdated, terms } = channel;
    if (isOutdated === channel.outdatedOnRecord) return;
    const { outdated: _before, ...document } = await this.channels.document(accountId, channelId);
    const { documents = [], widened = [] } = terms?.details ?? {};
    const reasons = [documents, widened].flat().map(String);
    const changed = isOutdated ? { ...document, outdated: { since: this.now(), reasons } } : document;
    const action = isOutdated ? "channel-outdated" : "channel-renewed";
    const entry = { accountId, actor: "host", action, subject: channelId, details: { providerId, reasons } };
    await this.writer.keep(changed, this.audit.entryOf(entry));
    channel.outdatedOnRecord = isOutdated;
    this.tell(channel, isOutdated ? "outdate" : "renew", reasons);
  }

  private tell(
    channel: Channel,
    transition: ChannelTransition | "outdate" | "renew",
    reasons: readonly string[],
  ): void {
    const { accountId, channelId, providerId, state } = channel;
    this.events.emit("channel-state-changed", { accountId, channelId, providerId, state, transition, reasons });
    if (transition === "disable" || transition === "remove")
      this.events.emit("channel-deactivated", { accountId, channelId, providerId });
  }

  private now(): string {
    return new Date(this.clock.now()).toISOString();
  }
}
