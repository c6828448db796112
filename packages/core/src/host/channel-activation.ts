import { inject, injectable } from "tsyringe";
import { z } from "zod";
import { TOKENS } from "../di/tokens.js";
import { walkChannel } from "../policy/channel-state-policy.js";
import { type Disclosure, disclosureSchema } from "../policy/disclosure.js";
import type { Refusal } from "../policy/refusal.js";
import type { Ids } from "../ports/ids.js";
import { type Act, actSchema } from "../spec/act.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import { InstructionInvalidError } from "../spec/errors/instruction-invalid-error.js";
import { RequestError } from "../spec/errors/request-error.js";
import { accountIdSchema, idSchema } from "../spec/identifier.js";
import type { ProviderV1 } from "../spec/provider.js";
import { acceptanceOf } from "./acceptance-of.js";
import {
  type ActivationInstruction,
  type ActivationInstructionInput,
  activationInstructionSchema,
  shownTextsSchema,
} from "./activation-instruction.js";
import type { AuthorisedAct, AuthorityDesk } from "./authority-desk.js";
import type { Channel } from "./channel.js";
import type { ChannelDocument } from "./channel-document.js";
import { channelIdFor } from "./channel-id-for.js";
import type { ChannelRegistry } from "./channel-registry.js";
import type { ChannelVerification } from "./channel-verification.js";
import type { ChannelWriter } from "./channel-writer.js";
import { checkKindAndMode, parseSettings } from "./check-configuration.js";
import { compareDisclosure } from "./compare-disclosure.js";
import { disclosureHash } from "./disclosure-hash.js";
import { describeDisclosure } from "./describe-disclosure.js";
import type { EventBus } from "./event-bus.js";
import type { HostSettings } from "./host-settings.js";
import type { ProviderRegistry } from "./provider-registry.js";
import { requireStep } from "./require-step.js";

export type ActivationResult =
  { readonly activated: true; readonly channelId: string } | { readonly activated: false; readonly refusal: Refusal };

/** The instruction for a channel that was set up step by step: who, when, what was shown. */
const channelInstructionSchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    channelId: idSchema,
    instructed: actSchema,
    shown: disclosureSchema,
    shownTexts: shownTextsSchema.optional(),
  }),
);
export type ChannelInstructionInput = z.input<typeof channelInstructionSchema>;

/**
 * Makes channels active, and only by a recorded instruction (R4): who, by what authority, when, what was shown, and the terms
 * accepted with it (R5).
 */
@injectable()
export class ChannelActivation {
  constructor(
    @inject(TOKENS.Options) private readonly options: HostSettings,
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.AuthorityDesk) private readonly desk: AuthorityDesk,
    @inject(TOKENS.ProviderRegistry) private readonly providers: ProviderRegistry,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.ChannelWriter) private readonly writer: ChannelWriter,
    @inject(TOKENS.ChannelVerification) private readonly verification: ChannelVerification,
  ) {}

  /**
   * What to show a person before they activate a channel with these settings.
   * @throws {RequestError} `PROVIDER_UNKNOWN`, `PROVIDER_DISABLED`.
   * @throws {SettingsInvalidError}
   */
  disclosure(providerId: string, settings?: unknown): Disclosure {
    const provider = this.providers.get(providerId);
    return describeDisclosure(provider.manifest, parseSettings(provider, settings));
  }

  /**
   * Goes the whole way in one call: configured, terms accepted, verified, active.
   * @throws {InstructionInvalidError} incomplete.
   * @throws {SettingsInvalidError}
   * @throws {RequestError} `PROVIDER_UNKNOWN`, `PROVIDER_DISABLED`, `CHANNEL_EXISTS`.
   * @throws {CredentialsUnavailableError} the webhooks of the channel could not be verified without them.
   * @throws {WebhookSecretError} a secret that verifies its webhooks is missing or of no use.
   * @throws {StoreError} nothing was activated.
   */
  async activate(input: ActivationInstructionInput): Promise<ActivationResult> {
    const parsed = activationInstructionSchema.safeParse(input);
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    const provider = this.providers.get(parsed.data.providerId);
    const instruction = { ...parsed.data, settings: parseSettings(provider, parsed.data.settings) };
    const channelKind = checkKindAndMode(provider, instruction);
    const channelId = channelIdFor(instruction, this.options, this.channels, this.ids);
    const { accountId, instructed } = instruction;
    const asked = await this.desk.ask({ accountId, act: instructed, action: "activate-channel", subject: channelId });
    if (!asked.authorised) return { activated: false, refusal: asked.refusal };
    const accepted = await this.mayAccept(instruction, channelId);
    if (accepted !== undefined) return { activated: false, refusal: accepted };
    // One after the other: two accounts never get the same channel.
    return this.writer.take(channelId, async () => {
      if (this.channels.has(channelId)) throw new RequestError("CHANNEL_EXISTS", { channelId });
      const made = this.make(provider, instruction, channelId, channelKind);
      const result = await this.decide(provider, made, asked.act);
      if ("refusal" in result) return result;
      const { document, method } = result;
      const { termsAccepted } = instruction;
      const { shownSha256, acceptances } = document;
      // With what was shown and accepted, so that the evidence is under the seal as well.
      const evidence = { shownSha256, documents: acceptances[0]?.documents };
      const details = { providerId: provider.manifest.id, termsAccepted, verified: method, ...evidence };
      await this.writer.put(document, this.desk.entryOf(asked.act, "channel-activated", details));
      this.announce(this.channels.put(document));
      return { activated: true, channelId };
    });
  }

  /**
   * Gives the instruction for a channel that is configured, accepted and verified.
   * @throws {InstructionInvalidError} @throws {RequestError} `CHANNEL_UNKNOWN`, `CHANNEL_STATE_IMPOSSIBLE`, `PROVIDER_DISABLED`.
   * @throws {StoreError} nothing was activated.
   */
  async instruct(input: ChannelInstructionInput): Promise<ActivationResult> {
    const parsed = channelInstructionSchema.safeParse(input);
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    const { accountId, channelId, instructed, shown, shownTexts } = parsed.data;
    this.channels.get(accountId, channelId);
    const asked = await this.desk.ask({ accountId, act: instructed, action: "activate-channel", subject: channelId });
    if (!asked.authorised) return { activated: false, refusal: asked.refusal };
    return this.writer.take(channelId, async () => {
      const channel = this.channels.get(accountId, channelId);
      requireStep(channel, "activate");
      const provider = this.providers.get(channel.providerId);
      const document = await this.channels.document(accountId, channelId);
      const current = describeDisclosure(provider.manifest, channel.settings);
      const refused = compareDisclosure(current, shown, shownTexts) ?? channel.terms ?? channel.residency;
      if (refused !== undefined) {
        this.desk.record(asked.act, "channel-refused", { code: refused.code, ...refused.details });
        return { activated: false, refusal: refused };
      }
      const texts = shownTexts === undefined ? {} : { shownTexts };
      const instruction = { ...document.instruction, ...texts, instructed, shown };
      const changed: ChannelDocument = {
        ...document,
        state: "active",
        instruction,
        shownSha256: disclosureHash(shown),
      };
      await this.writer.put(
        changed,
        this.desk.entryOf(asked.act, "channel-activated", {
          providerId: channel.providerId,
          shownSha256: changed.shownSha256,
        }),
      );
      channel.update(changed);
      this.announce(channel);
      return { activated: true, channelId };
    });
  }

  /** Whoever accepts the terms may be another person than the one who instructs. */
  private async mayAccept(
    { accountId, instructed, termsAccepted }: ActivationInstruction,
    subject: string,
  ): Promise<Refusal | undefined> {
    if (isSameAct(instructed, termsAccepted)) return undefined;
    const asked = await this.desk.ask({ accountId, act: termsAccepted, action: "accept-terms", subject });
    return asked.authorised ? undefined : asked.refusal;
  }

  private make(
    { manifest }: ProviderV1,
    instruction: ActivationInstruction,
    channelId: string,
    channelKind: string,
  ): ChannelDocument {
    const step = walkChannel("discovered", ["configure", "accept-terms", "verify", "activate"]);
    const { accountId, termsAccepted, instructed } = instruction;
    return {
      channelId,
      accountId,
      channelKind,
      state: step.allowed ? step.state : "configured",
      instruction,
      configured: instructed,
      acceptances: [acceptanceOf(manifest, termsAccepted)],
      shownSha256: disclosureHash(instruction.shown),
    };
  }

  /** Everything that can be said against a channel before it is one. */
  private async decide(
    provider: ProviderV1,
    document: ChannelDocument,
    act: AuthorisedAct,
  ): Promise<
    | { readonly document: ChannelDocument; readonly method: string }
    | { readonly activated: false; readonly refusal: Refusal }
  > {
    const { shown, shownTexts, settings, verification } = document.instruction;
    const channel = this.channels.draft(document, provider);
    const current = describeDisclosure(provider.manifest, settings);
    let refused =
      (shown === undefined ? undefined : compareDisclosure(current, shown, shownTexts)) ??
      channel.terms ??
      channel.residency;
    let method: "probe" | "credentials" | "on-first-use" = "on-first-use";
    if (refused === undefined && verification === "probe") {
      const result = await this.verification.verify(channel, provider);
      if (result.verified) ({ method } = result);
      else refused = result.refusal;
    } else if (refused === undefined) await this.verification.checkWebhooks(channel, provider);
    if (refused !== undefined) {
      this.desk.record(act, "channel-refused", { code: refused.code, ...refused.details });
      return { activated: false, refusal: refused };
    }
    const verified = { at: new Date(this.clock.now()).toISOString(), method };
    return { document: { ...document, verified }, method };
  }

  private announce({ accountId, channelId, providerId }: Channel): void {
    const state = { state: "active", transition: "activate", reasons: [] } as const;
    this.events.emit("channel-activated", { accountId, channelId, providerId });
    this.events.emit("channel-state-changed", { accountId, channelId, providerId, ...state });
  }
}

function isSameAct(one: Act, other: Act): boolean {
  return one.actor === other.actor && one.authority === other.authority && one.reference === other.reference;
}
