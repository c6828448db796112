import { inject, injectable } from "tsyringe";
import { z } from "zod";
import { TOKENS } from "../di/tokens.js";
import { stepChannel } from "../policy/channel-state-policy.js";
import { disclosureSchema } from "../policy/disclosure.js";
import type { Refusal } from "../policy/refusal.js";
import type { Ids } from "../ports/ids.js";
import type { Act } from "../spec/act.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import { InstructionInvalidError } from "../spec/errors/instruction-invalid-error.js";
import { RequestError } from "../spec/errors/request-error.js";
import { acceptanceOf } from "./acceptance-of.js";
import { shownTextsSchema } from "./activation-instruction.js";
import type { AuthorityDesk } from "./authority-desk.js";
import type { Channel } from "./channel.js";
import { type ChannelConfigurationInput, channelConfigurationSchema } from "./channel-configuration.js";
import type { ChannelDocument } from "./channel-document.js";
import { channelIdFor } from "./channel-id-for.js";
import type { ChannelRegistry } from "./channel-registry.js";
import type { ChannelVerification, VerificationResult } from "./channel-verification.js";
import type { ChannelWriter } from "./channel-writer.js";
import { checkKindAndMode, parseSettings } from "./check-configuration.js";
import { compareDisclosure } from "./compare-disclosure.js";
import { disclosureHash } from "./disclosure-hash.js";
import { describeDisclosure } from "./describe-disclosure.js";
import type { EventBus } from "./event-bus.js";
import type { HostSettings } from "./host-settings.js";
import type { ProviderRegistry } from "./provider-registry.js";
import { requireStep } from "./require-step.js";

export type ConfigurationResult =
  { readonly configured: true; readonly channelId: string } | { readonly configured: false; readonly refusal: Refusal };

/** What was shown with an acceptance. */
const shownSchema = z.lazy(() =>
  z.strictObject({ shown: disclosureSchema.optional(), shownTexts: shownTextsSchema.optional() }),
);
export type ShownInput = z.input<typeof shownSchema>;

/** The steps before the instruction: configured, terms accepted, verified. Each on record, none of them opens the channel to messages. */
@injectable()
export class ChannelSetup {
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

  /** Records what an account wants; a channel of its own that is not active, or is disabled, is configured anew. */
  async configure(input: ChannelConfigurationInput, act: Act): Promise<ConfigurationResult> {
    const parsed = channelConfigurationSchema.safeParse(input);
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    const provider = this.providers.get(parsed.data.providerId);
    const settings = parseSettings(provider, parsed.data.settings);
    const channelKind = checkKindAndMode(provider, parsed.data);
    const channelId = channelIdFor(parsed.data, this.options, this.channels, this.ids);
    const { accountId, providerId } = parsed.data;
    const asked = await this.desk.ask({ accountId, act, action: "configure-channel", subject: channelId });
    if (!asked.authorised) return { configured: false, refusal: asked.refusal };
    return this.writer.take(channelId, async () => {
      const known = this.channels.find(accountId, channelId);
      if (known === undefined && this.channels.has(channelId)) throw new RequestError("CHANNEL_EXISTS", { channelId });
      if (known !== undefined) requireStep(known, "configure");
      const before = known === undefined ? undefined : await this.channels.document(accountId, channelId);
      const document: ChannelDocument = {
        channelId,
        accountId,
        channelKind,
        state: "configured",
        instruction: { ...parsed.data, settings, verification: "probe" },
        configured: asked.act.act,
        // Accepted for what it was before: it is accepted anew, and the evidence of then is in the trail.
        acceptances: [],
      };
      const { residency } = this.channels.draft(document, provider);
      if (residency !== undefined) {
        this.desk.record(asked.act, "channel-refused", { code: residency.code, ...residency.details });
        return { configured: false, refusal: residency };
      }
      const details = { providerId, ...(before === undefined ? {} : { before: before.instruction }) };
      await this.writer.put(document, this.desk.entryOf(asked.act, "channel-configured", withoutSettings(details)));
      if (known !== undefined) await this.channels.close(known);
      this.tell(this.channels.put(document), "configure");
      return { configured: true, channelId };
    });
  }

  /**
   * Records the acceptance of the provider's present documents (R5), and of its present reach where that is wider than before: then what was
   * shown is asked for.
   */
  async acceptTerms(accountId: string, channelId: string, act: Act, input: ShownInput = {}): Promise<Channel> {
    const parsed = shownSchema.safeParse(input);
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    this.channels.get(accountId, channelId);
    const authorised = await this.desk.require({ accountId, act, action: "accept-terms", subject: channelId });
    return this.writer.take(channelId, async () => {
      const channel = this.channels.get(accountId, channelId);
      const { storedState } = channel;
      if (storedState === "disabled" || storedState === "removed") requireStep(channel, "accept-terms");
      const provider = this.providers.get(channel.providerId);
      const { shown, shownTexts } = parsed.data;
      const current = describeDisclosure(provider.manifest, channel.settings);
      const refused = shown === undefined ? undefined : compareDisclosure(current, shown, shownTexts);
      if (refused !== undefined) throw new InstructionInvalidError(["shown: it is not what the provider declares now"]);
      if (shown === undefined && channel.isWidened)
        throw new InstructionInvalidError([
          "shown: the provider reaches further than what was accepted; show it first",
        ]);
      const document = await this.channels.document(accountId, channelId);
      const evidence = shown === undefined ? {} : { shown, ...(shownTexts === undefined ? {} : { shownTexts }) };
      const acceptance = acceptanceOf(provider.manifest, authorised.act, evidence);
      const { outdated, ...rest } = document;
      const first = stepChannel(document.state, "accept-terms");
      const changed: ChannelDocument = {
        ...rest,
        state: first.allowed ? first.state : document.state,
        acceptances: [...document.acceptances, acceptance],
        ...(shown === undefined ? {} : { shownSha256: disclosureHash(shown) }),
        ...(first.allowed ? { instruction: { ...document.instruction, termsAccepted: authorised.act } } : {}),
      };
      const details = {
        documents: acceptance.documents,
        ...(shown === undefined ? {} : { shownSha256: changed.shownSha256 }),
        ...(outdated === undefined ? {} : { accepted: outdated.reasons }),
      };
      await this.writer.put(changed, this.desk.entryOf(authorised, "terms-accepted", details));
      channel.update(changed);
      this.tell(channel, "accept-terms");
      return channel;
    });
  }

  /** Looks at the credentials without sending a message; again at any time before the instruction. */
  async verify(accountId: string, channelId: string, act: Act): Promise<VerificationResult> {
    this.channels.get(accountId, channelId);
    const asked = await this.desk.ask({ accountId, act, action: "verify-channel", subject: channelId });
    if (!asked.authorised) return { verified: false, refusal: asked.refusal };
    return this.writer.take(channelId, async () => {
      const channel = this.channels.get(accountId, channelId);
      if (channel.state !== "verified") requireStep(channel, "verify");
      const provider = this.providers.get(channel.providerId);
      const result = await this.verification.verify(channel, provider);
      if (!result.verified) {
        this.desk.record(asked.act, "channel-refused", { code: result.refusal.code, ...result.refusal.details });
        return result;
      }
      const document = await this.channels.document(accountId, channelId);
      const verified = { at: new Date(this.clock.now()).toISOString(), method: result.method };
      const changed: ChannelDocument = { ...document, state: "verified", verified };
      await this.writer.put(changed, this.desk.entryOf(asked.act, "channel-verified", { method: result.method }));
      channel.update(changed);
      this.tell(channel, "verify");
      return result;
    });
  }

  private tell(channel: Channel, transition: "configure" | "accept-terms" | "verify"): void {
    const { accountId, channelId, providerId, state } = channel;
    this.events.emit("channel-state-changed", { accountId, channelId, providerId, state, transition, reasons: [] });
  }
}

/** Settings are the account's own and may hold addresses: the trail says that they were others, not which. */
function withoutSettings({
  providerId,
  before,
}: {
  readonly providerId: string;
  readonly before?: ChannelDocument["instruction"];
}): Readonly<Record<string, unknown>> {
  if (before === undefined) return { providerId };
  const { settings: _settings, ...rest } = before;
  return { providerId, before: rest };
}
