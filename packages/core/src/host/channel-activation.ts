import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import { checkWebhookSecrets } from "../inbound/webhook/webhook-secrets.js";
import type { AuditLog } from "../ledger/audit-log.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import type { Ids } from "../ports/ids.js";
import type { StoreWrite } from "../ports/store.js";
import { InstructionInvalidError } from "../spec/errors/instruction-invalid-error.js";
import { RequestError } from "../spec/errors/request-error.js";
import { SettingsInvalidError } from "../spec/errors/settings-invalid-error.js";
import type { ProviderV1 } from "../spec/provider.js";
import {
  type ActivationInstruction,
  type ActivationInstructionInput,
  activationInstructionSchema,
  type Disclosure,
} from "./activation-instruction.js";
import type { Channel } from "./channel.js";
import { CHANNEL_COLLECTION, type ChannelDocument } from "./channel-document.js";
import type { ChannelRegistry } from "./channel-registry.js";
import type { Act } from "../spec/act.js";
import { checkAct } from "./check-act.js";
import { describeDisclosure } from "./describe-disclosure.js";
import type { ChannelOpener } from "./channel-opener.js";
import type { EventBus } from "./event-bus.js";
import type { ProviderRegistry } from "./provider-registry.js";
import { Turns } from "../timing/turns.js";

export type ActivationResult =
  { readonly activated: true; readonly channelId: string } | { readonly activated: false; readonly refusal: Refusal };

/**
 * Makes channels active, and only by a recorded instruction (R4): who, by what authority, when, what was shown, and the terms
 * accepted with it (R5).
 */
@injectable()
export class ChannelActivation {
  /** Ids of channels that are being activated: two accounts never get the same one. */
  private readonly underWay = new Set<string>();
  /** Each change of a channel's document builds on the one before. */
  private readonly turns = new Turns();

  constructor(
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.ProviderRegistry) private readonly providers: ProviderRegistry,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.ChannelOpener) private readonly opener: ChannelOpener,
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
    const channelId = instruction.channelId ?? this.ids.next("chn");
    if (this.channels.has(channelId) || this.underWay.has(channelId))
      throw new RequestError("CHANNEL_EXISTS", { channelId });
    const { accountId, shown, termsAccepted } = instruction;
    const document: ChannelDocument = {
      channelId,
      accountId,
      channelKind,
      state: "active",
      instruction,
      acceptances: [{ act: termsAccepted, documents: shown.documents.map(({ kind, version }) => ({ kind, version })) }],
    };
    const refused = this.decide(provider, document);
    if (refused !== undefined) {
      this.record(accountId, instruction.instructed, "channel-refused", channelId, {
        code: refused.code,
        ...refused.details,
      });
      return { activated: false, refusal: refused };
    }
    this.underWay.add(channelId);
    try {
      await this.checkWebhooks(provider, document);
      const details = { providerId: provider.manifest.id };
      await this.put(
        document,
        this.entryOf(accountId, instruction.instructed, "channel-activated", channelId, details),
      );
    } finally {
      this.underWay.delete(channelId);
    }
    this.channels.put(document);
    this.events.emit("channel-activated", { accountId, channelId, providerId: provider.manifest.id });
    return { activated: true, channelId };
  }

  /** Records the acceptance of the provider's present documents (R5). */
  acceptTerms(accountId: string, channelId: string, act: Act): Promise<Channel> {
    return this.turns.take(channelId, async () => {
      const checked = checkAct(act);
      const channel = this.channels.get(accountId, channelId);
      const provider = this.providers.get(channel.providerId);
      const document = await this.channels.document(accountId, channelId);
      const documents = provider.manifest.documents.map(({ kind, version }) => ({ kind, version }));
      const changed = { ...document, acceptances: [...document.acceptances, { act: checked, documents }] };
      await this.put(changed, this.entryOf(accountId, checked, "terms-accepted", channelId, { documents }));
      channel.update(changed);
      return channel;
    });
  }

  /** Ends a channel. Messages it accepted are held, not lost. */
  deactivate(accountId: string, channelId: string, act: Act): Promise<Channel> {
    return this.turns.take(channelId, async () => {
      const checked = checkAct(act);
      const channel = this.channels.get(accountId, channelId);
      const document = await this.channels.document(accountId, channelId);
      const changed: ChannelDocument = { ...document, state: "deactivated", deactivated: checked };
      // Refused from now on, before it is durable.
      channel.update(changed);
      await this.put(changed, this.entryOf(accountId, checked, "channel-deactivated", channelId, {}));
      await this.channels.close(channel);
      this.events.emit("channel-deactivated", { accountId, channelId, providerId: channel.providerId });
      return channel;
    });
  }

  /** Loudly, now: a webhook nothing can be verified with would be refused for ever, and nobody would know why. */
  private async checkWebhooks(provider: ProviderV1, document: ChannelDocument): Promise<void> {
    const { webhooks } = provider.manifest;
    if (webhooks === undefined) return;
    const channel = this.channels.draft(document, provider);
    checkWebhookSecrets(webhooks, await this.opener.credentials(channel, provider).resolve(), channel.channelId);
  }

  private decide(provider: ProviderV1, document: ChannelDocument): Refusal | undefined {
    const { shown } = document.instruction;
    const current = describeDisclosure(provider.manifest, document.instruction.settings);
    const differing = (Object.keys(current) as (keyof Disclosure)[]).filter(
      (key) => JSON.stringify(current[key]) !== JSON.stringify(shown[key]),
    );
    if (differing.length > 0) return refusal("INSTRUCTION_MISMATCH", { fields: differing });
    const channel = this.channels.draft(document, provider);
    return channel.terms ?? channel.residency;
  }

  private record(...parts: Parameters<ChannelActivation["entryOf"]>): void {
    this.commits.push(this.entryOf(...parts));
  }

  private entryOf(
    accountId: string,
    act: Act,
    action: string,
    subject: string,
    details: Readonly<Record<string, unknown>>,
  ): StoreWrite {
    const { actor, authority, at } = act;
    return this.audit.entryOf({ accountId, actor, action, subject, details: { ...details, authority, at } });
  }

  /** Document and trail in one group: neither is kept without the other. */
  private async put(document: ChannelDocument, audited: StoreWrite): Promise<void> {
    const { channelId: id, accountId } = document;
    const value = JSON.stringify(document);
    await this.commits.commit(
      { kind: "document-put", document: { collection: CHANNEL_COLLECTION, id, accountId, value } },
      audited,
    );
  }
}

function parseSettings(provider: ProviderV1, settings: unknown): unknown {
  const parsed = provider.settingsSchema.safeParse(settings ?? {});
  if (!parsed.success) throw new SettingsInvalidError(parsed.error, { providerId: provider.manifest.id });
  return parsed.data;
}

function checkKindAndMode({ manifest }: ProviderV1, { channelKind, accountMode }: ActivationInstruction): string {
  const kind = channelKind ?? manifest.channelKinds[0] ?? "";
  if (!manifest.channelKinds.includes(kind))
    throw new InstructionInvalidError([`channelKind: one of ${manifest.channelKinds.join(", ")}`]);
  if (!manifest.accountModes.includes(accountMode))
    throw new InstructionInvalidError([`accountMode: one of ${manifest.accountModes.join(", ")}`]);
  return kind;
}
