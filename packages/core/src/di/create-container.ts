import "reflect-metadata";
import { container as root, type DependencyContainer } from "tsyringe";
import { AvailabilityBoard } from "../availability/availability-board.js";
import { BlockBook } from "../blocks/block-book.js";
import { HeldMessages } from "../blocks/held-messages.js";
import { CallAddresses } from "../calls/call-addresses.js";
import { CallBook } from "../calls/call-book.js";
import { CallDesk } from "../calls/call-desk.js";
import { CallGates } from "../calls/call-gates.js";
import { callOptionsSchema } from "../calls/call-options.js";
import { CallQuestions } from "../calls/call-questions.js";
import { CallResume } from "../calls/call-resume.js";
import { CallTraces } from "../calls/call-traces.js";
import { CallTransfers } from "../calls/call-transfers.js";
import { CommitQueue } from "../commit/commit-queue.js";
import { ConsentBook } from "../consent/consent-book.js";
import { OptOutDesk } from "../consent/opt-out-desk.js";
import { StatedConsents } from "../consent/stated-consents.js";
import { SuppressionList } from "../consent/suppression-list.js";
import { createEgress } from "../egress/index.js";
import { AccountPolicies } from "../host/account-policies.js";
import { AccountRegistry } from "../host/account-registry.js";
import { AuthorityDesk } from "../host/authority-desk.js";
import { CapabilityCalls } from "../host/capability-calls.js";
import { authorityOptionSchema } from "../host/authority-option.js";
import { ChannelActivation } from "../host/channel-activation.js";
import { ChannelChanges } from "../host/channel-changes.js";
import { ChannelOpener } from "../host/channel-opener.js";
import { ChannelRecords } from "../host/channel-records.js";
import { RemovedChannels } from "../host/removed-channels.js";
import { UnvisitedChannels } from "../host/unvisited-channels.js";
import { ChannelRegistry } from "../host/channel-registry.js";
import { ChannelSetup } from "../host/channel-setup.js";
import { ChannelVerification } from "../host/channel-verification.js";
import { ChannelWriter } from "../host/channel-writer.js";
import { ContactCenter } from "../host/contact-center.js";
import type { ContactCenterOptions } from "../host/contact-center-options.js";
import { CredentialDesk } from "../host/credential-desk.js";
import { EventBus } from "../host/event-bus.js";
import { EvidenceDesk } from "../host/evidence/evidence-desk.js";
import { guardedLogger } from "../host/guarded-logger.js";
import { HookRunner } from "../host/hook-runner.js";
import { hostOptionsSchema } from "../host/host-options.js";
import { hostSettingsSchema } from "../host/host-settings.js";
import { HostLifecycle } from "../host/host-lifecycle.js";
import { Accounts } from "../host/facade/accounts.js";
import { Audit } from "../host/facade/audit.js";
import { Availability } from "../host/facade/availability.js";
import { Blocks } from "../host/facade/blocks.js";
import { Calls } from "../host/facade/calls.js";
import { Channels } from "../host/facade/channels.js";
import { Consents } from "../host/facade/consents.js";
import { Conversations } from "../host/facade/conversations.js";
import { Credentials } from "../host/facade/credentials.js";
import { Ledger } from "../host/facade/ledger.js";
import { Media } from "../host/facade/media.js";
import { Messages } from "../host/facade/messages.js";
import { Providers } from "../host/facade/providers.js";
import { Residency } from "../host/facade/residency.js";
import { Rights } from "../host/facade/rights.js";
import { Templates } from "../host/facade/templates.js";
import { Suppressions } from "../host/facade/suppressions.js";
import { ProviderRegistry } from "../host/provider-registry.js";
import { ZoneRegistry } from "../host/zone-registry.js";
import { DeduplicationMemory } from "../inbound/deduplication-memory.js";
import { DeliveryReports } from "../inbound/delivery-reports.js";
import { EarlyReportDesk } from "../inbound/early-report-desk.js";
import { InboundDesk } from "../inbound/inbound-desk.js";
import { EventClaims } from "../inbound/event-claims.js";
import { EventHearing } from "../inbound/event-hearing.js";
import { InboundHandling } from "../inbound/inbound-handling.js";
import { InboundRecorder } from "../inbound/inbound-recorder.js";
import { MailboxDesk } from "../inbound/mailbox-desk.js";
import { SiteDesk } from "../inbound/site-desk.js";
import { WebhookDesk } from "../inbound/webhook-desk.js";
import { webhookOptionsSchema } from "../inbound/webhook/webhook-options.js";
import { AuditLog } from "../ledger/audit-log.js";
import { LedgerCheckpoints } from "../ledger/ledger-checkpoints.js";
import { LedgerExporter } from "../ledger/ledger-exporter.js";
import { CancelDesk } from "../outbound/cancel-desk.js";
import { Dispatcher } from "../outbound/dispatcher.js";
import { FairUse } from "../outbound/fair-use.js";
import { GatePipeline } from "../outbound/gate-pipeline.js";
import { LaneRefill } from "../outbound/lane-refill.js";
import { RepeatedMessages } from "../outbound/repeated-messages.js";
import { ReleaseOrders } from "../outbound/release-orders.js";
import { MessageStates } from "../outbound/message-states.js";
import { SendDesk } from "../outbound/send-desk.js";
import { ServiceWindows } from "../outbound/service-windows.js";
import { Settlement } from "../outbound/settlement.js";
import { UsageBook } from "../outbound/usage-book.js";
import { TransferDesk } from "../outbound/transfer-desk.js";
import { attachmentRulesSchema, decideAttachments } from "../policy/attachment-policy.js";
import { type FairUsePlans, fairUsePlansSchema } from "../policy/fair-use-policy.js";
import { shippedZoneTable } from "../policy/zones/shipped-zone-table.js";
import { zoneTableSchema } from "../policy/zones/zone-table.js";
import { memorySecrets } from "../ports/memory/memory-secrets.js";
import { silentLogger } from "../ports/memory/silent-logger.js";
import { PersonReferences } from "../people/person-references.js";
import { systemClock } from "../ports/memory/system-clock.js";
import { timeOrderedIds } from "../ports/memory/time-ordered-ids.js";
import { AccountDesk } from "../rights/account-desk.js";
import { AccountErasure } from "../rights/account-erasure.js";
import { AskedErasures } from "../rights/asked-erasures.js";
import { retentionSchema } from "../policy/retention-policy.js";
import { LedgerTraces } from "../rights/ledger-traces.js";
import { LocalErasure } from "../rights/local-erasure.js";
import { PersonDataDesk } from "../rights/person-data-desk.js";
import { PersonLists } from "../rights/person-lists.js";
import { PersonTraces } from "../rights/person-traces.js";
import { ProviderRights } from "../rights/provider-rights.js";
import { ProviderTargets } from "../rights/provider-targets.js";
import { RestrictionBook } from "../rights/restriction-book.js";
import { RightsBook } from "../rights/rights-book.js";
import { RightsDesk } from "../rights/rights-desk.js";
import { RightsRunner } from "../rights/rights-runner.js";
import { OptionInvalidError } from "../spec/errors/option-invalid-error.js";
import { CredentialVault } from "../vault/credential-vault.js";
import { KeyDesk } from "../vault/key-desk.js";
import { KeyRotation } from "../vault/key-rotation.js";
import { TOKENS } from "./tokens.js";
import { steadyClock } from "../timing/steady-clock.js";

/** The services of a host by token, one instance each. `injection.test.ts` counts their constructor parameters. */
export const services = {
  AccountPolicies,
  AccountRegistry,
  Accounts,
  AskedErasures,
  Audit,
  AuditLog,
  AuthorityDesk,
  Availability,
  AvailabilityBoard,
  BlockBook,
  Blocks,
  CancelDesk,
  CallAddresses,
  CallBook,
  CallDesk,
  CallGates,
  CallQuestions,
  CallResume,
  CallTraces,
  CallTransfers,
  Calls,
  CapabilityCalls,
  ChannelActivation,
  ChannelChanges,
  ChannelOpener,
  ChannelRecords,
  RemovedChannels,
  UnvisitedChannels,
  ChannelRegistry,
  ChannelSetup,
  ChannelVerification,
  ChannelWriter,
  Channels,
  CommitQueue,
  ConsentBook,
  Consents,
  ContactCenter,
  Conversations,
  CredentialDesk,
  CredentialVault,
  Credentials,
  DeduplicationMemory,
  DeliveryReports,
  Dispatcher,
  EarlyReportDesk,
  EventBus,
  EvidenceDesk,
  FairUse,
  GatePipeline,
  HeldMessages,
  HookRunner,
  HostLifecycle,
  InboundDesk,
  EventClaims,
  EventHearing,
  InboundHandling,
  InboundRecorder,
  KeyDesk,
  KeyRotation,
  LaneRefill,
  RepeatedMessages,
  ReleaseOrders,
  Ledger,
  LedgerCheckpoints,
  LedgerExporter,
  MailboxDesk,
  Media,
  MessageStates,
  Messages,
  OptOutDesk,
  PersonReferences,
  ProviderRegistry,
  Providers,
  Residency,
  AccountDesk,
  AccountErasure,
  LedgerTraces,
  LocalErasure,
  PersonDataDesk,
  PersonLists,
  PersonTraces,
  ProviderRights,
  ProviderTargets,
  RestrictionBook,
  Rights,
  RightsBook,
  RightsDesk,
  RightsRunner,
  SendDesk,
  ServiceWindows,
  Settlement,
  SiteDesk,
  StatedConsents,
  SuppressionList,
  Suppressions,
  Templates,
  TransferDesk,
  UsageBook,
  WebhookDesk,
  ZoneRegistry,
} as const;

/** A host that names no plans has no limits of its own; the provider's still hold. */
const UNLIMITED: FairUsePlans = { plans: { unlimited: { limits: [] } }, defaultPlan: "unlimited" };

/**
 * Wires one host: a container of its own, so that hosts in one process share nothing.
 * @throws {OptionInvalidError}
 */
export function createContainer(options: ContactCenterOptions): DependencyContainer {
  const given = hostOptionsSchema.safeParse(options);
  if (!given.success) throw new OptionInvalidError(given.error);
  const settings = hostSettingsSchema.safeParse(options.settings ?? {});
  if (!settings.success) throw new OptionInvalidError(settings.error, { option: "settings" });
  const webhooks = webhookOptionsSchema.safeParse(options.webhooks ?? {});
  if (!webhooks.success) throw new OptionInvalidError(webhooks.error, { option: "webhooks" });
  const zones = zoneTableSchema.safeParse(options.zones ?? shippedZoneTable);
  if (!zones.success) throw new OptionInvalidError(zones.error, { option: "zones" });
  const fairUse = fairUsePlansSchema.safeParse(options.fairUse ?? UNLIMITED);
  if (!fairUse.success) throw new OptionInvalidError(fairUse.error, { option: "fairUse" });
  const authority = authorityOptionSchema.safeParse(options.authority);
  if (!authority.success) throw new OptionInvalidError(authority.error, { option: "authority" });
  const calls = callOptionsSchema.safeParse(options.calls ?? {});
  if (!calls.success) throw new OptionInvalidError(calls.error, { option: "calls" });
  const retention = retentionSchema.safeParse(options.retention ?? {});
  if (!retention.success) throw new OptionInvalidError(retention.error, { option: "retention" });
  const attachments = attachmentRulesSchema.safeParse(options.attachments ?? {});
  if (!attachments.success) throw new OptionInvalidError(attachments.error, { option: "attachments" });
  const clock = options.clock ?? systemClock;
  const logger = options.logger === undefined ? silentLogger : guardedLogger(options.logger);
  const container = root.createChildContainer();
  container.register(TOKENS.Options, { useValue: settings.data });
  container.register(TOKENS.WebhookOptions, { useValue: webhooks.data });
  container.register(TOKENS.CallOptions, { useValue: calls.data });
  container.register(TOKENS.Retention, { useValue: retention.data });
  container.register(TOKENS.FairUsePlans, { useValue: fairUse.data });
  container.register(TOKENS.ZoneTable, { useValue: zones.data });
  container.register(TOKENS.Authority, { useValue: options.authority });
  container.register(TOKENS.Store, { useValue: options.store });
  container.register(TOKENS.Clock, { useValue: clock });
  container.register(TOKENS.SteadyClock, { useValue: steadyClock(clock) });
  container.register(TOKENS.Logger, { useValue: logger });
  container.register(TOKENS.LedgerSigner, { useValue: { signer: options.ledgerSigner } });
  container.register(TOKENS.Ids, { useValue: options.ids ?? timeOrderedIds(() => clock.now()) });
  const hostSecrets = options.secrets ?? memorySecrets({});
  container.register(TOKENS.HostSecrets, { useValue: hostSecrets });
  container.register(TOKENS.KeyRing, { useValue: { given: options.keyRing } });
  // With a key ring the vault is asked first, and what it has no record of is the host's own.
  if (options.keyRing === undefined) container.register(TOKENS.Secrets, { useValue: hostSecrets });
  else container.register(TOKENS.Secrets, { useToken: TOKENS.CredentialVault });
  container.register(TOKENS.Egress, { useValue: createEgress(options.egress ?? {}, { clock, logger }) });
  for (const [name, service] of Object.entries(services))
    container.registerSingleton<unknown>(
      TOKENS[name as keyof typeof services],
      service as new (...parameters: never[]) => unknown,
    );
  const { usageCounter } = options;
  if (usageCounter === undefined) container.register(TOKENS.UsageCounter, { useToken: TOKENS.UsageBook });
  else container.register(TOKENS.UsageCounter, { useValue: usageCounter });
  const rules = {
    extensions: new Set(attachments.data.refusedExtensions),
    types: new Set(attachments.data.refusedTypes),
  };
  container
    .resolve<GatePipeline>(TOKENS.GatePipeline)
    .use({ name: "attachment", again: false, decide: ({ message }) => decideAttachments(message.content, rules) });
  return container;
}
