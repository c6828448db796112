import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { AuditLog } from "../ledger/audit-log.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import type { Ids } from "../ports/ids.js";
import { InstructionInvalidError } from "../spec/errors/instruction-invalid-error.js";
import { RequestError } from "../spec/errors/request-error.js";
import { SettingsInvalidError } from "../spec/errors/settings-invalid-error.js";
import type { ProviderV1 } from "../spec/provider.js";
import {
  type Act,
  type ActivationInstruction,
  type ActivationInstructionInput,
  activationInstructionSchema,
  actSchema,
  type Disclosure,
} from "./activation-instruction.js";
import { Channel } from "./channel.js";
import { CHANNEL_COLLECTION, type ChannelDocument } from "./channel-document.js";
import type { ChannelRegistry } from "./channel-registry.js";
import { describeDisclosure } from "./describe-disclosure.js";
import type { EventBus } from "./event-bus.js";
import type { ProviderRegistry } from "./provider-registry.js";

export type ActivationResult =
  { readonly activated: true; readonly channelId: string } | { readonly activated: false; readonly refusal: Refusal };

/**
 * Makes channels active, and only by a recorded instruction (R4): who, by what authority, when, what was shown, and the terms
 * accepted with it (R5).
 */
@injectable()
export class ChannelActivation {
  constructor(
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.ProviderRegistry) private readonly providers: ProviderRegistry,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
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
   * @throws {StoreError} nothing was activated.
   */
  async activate(input: ActivationInstructionInput): Promise<ActivationResult> {
    const parsed = activationInstructionSchema.safeParse(input);
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    const provider = this.providers.get(parsed.data.providerId);
    const instruction = { ...parsed.data, settings: parseSettings(provider, parsed.data.settings) };
    const channelKind = checkKindAndMode(provider, instruction);
    const channelId = instruction.channelId ?? this.ids.next("chn");
    if (this.channels.has(channelId)) throw new RequestError("CHANNEL_EXISTS", { channelId });
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
    this.record(accountId, instruction.instructed, "channel-activated", channelId, {
      providerId: provider.manifest.id,
    });
    await this.put(document);
    this.channels.put(document);
    this.events.emit("channel-activated", { accountId, channelId, providerId: provider.manifest.id });
    return { activated: true, channelId };
  }

  /** Records the acceptance of the provider's present documents (R5). */
  async acceptTerms(accountId: string, channelId: string, act: Act): Promise<Channel> {
    const checked = checkAct(act);
    const channel = this.channels.get(accountId, channelId);
    const provider = this.providers.get(channel.providerId);
    const document = await this.channels.document(accountId, channelId);
    const documents = provider.manifest.documents.map(({ kind, version }) => ({ kind, version }));
    const changed = { ...document, acceptances: [...document.acceptances, { act: checked, documents }] };
    this.record(accountId, checked, "terms-accepted", channelId, { documents });
    await this.put(changed);
    channel.update(changed);
    return channel;
  }

  /** Ends a channel. Messages it accepted are held, not lost. */
  async deactivate(accountId: string, channelId: string, act: Act): Promise<Channel> {
    const checked = checkAct(act);
    const channel = this.channels.get(accountId, channelId);
    const document = await this.channels.document(accountId, channelId);
    const changed: ChannelDocument = { ...document, state: "deactivated", deactivated: checked };
    // Refused from now on, before it is durable.
    channel.update(changed);
    this.record(accountId, checked, "channel-deactivated", channelId, {});
    await this.put(changed);
    await this.channels.close(channel);
    this.events.emit("channel-deactivated", { accountId, channelId, providerId: channel.providerId });
    return channel;
  }

  private decide(provider: ProviderV1, document: ChannelDocument): Refusal | undefined {
    const { shown } = document.instruction;
    const current = describeDisclosure(provider.manifest, document.instruction.settings);
    const differing = (Object.keys(current) as (keyof Disclosure)[]).filter(
      (key) => JSON.stringify(current[key]) !== JSON.stringify(shown[key]),
    );
    if (differing.length > 0) return refusal("INSTRUCTION_MISMATCH", { fields: differing });
    const channel = new Channel(document, provider);
    return channel.terms ?? channel.residency;
  }

  private record(
    accountId: string,
    act: Act,
    action: string,
    subject: string,
    details: Readonly<Record<string, unknown>>,
  ): void {
    this.audit.record({
      accountId,
      actor: act.actor,
      action,
      subject,
      details: { ...details, authority: act.authority, at: act.at },
    });
  }

  private async put(document: ChannelDocument): Promise<void> {
    const { channelId: id, accountId } = document;
    await this.commits.commit({
      kind: "document-put",
      document: { collection: CHANNEL_COLLECTION, id, accountId, value: JSON.stringify(document) },
    });
  }
}

function checkAct(act: Act): Act {
  const parsed = actSchema.safeParse(act);
  if (!parsed.success) throw new InstructionInvalidError(parsed.error);
  return parsed.data;
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
