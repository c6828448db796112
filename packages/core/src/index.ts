export type { AvailabilityReport, AvailabilityState } from "./availability/availability-report.js";
export { type EgressOptions, egressOptionsSchema } from "./egress/index.js";
export {
  type Act,
  type ActivationInstruction,
  type ActivationInstructionInput,
  activationInstructionSchema,
  type Disclosure,
} from "./host/activation-instruction.js";
export type { AccountBlock } from "./host/account-registry.js";
export type { ActivationResult } from "./host/channel-activation.js";
export type { ChannelDocument } from "./host/channel-document.js";
export { ContactCenter } from "./host/contact-center.js";
export type { ContactCenterOptions } from "./host/contact-center-options.js";
export { createContactCenter } from "./host/create-contact-center.js";
export type { HostEventListener } from "./host/event-bus.js";
export type { ChannelSummary } from "./host/facade/channels.js";
export type { LedgerQuery } from "./host/facade/ledger.js";
export type { Hook, HookOptions, HookPoint, HookPoints, HookVerdict } from "./host/hook-runner.js";
export type { HostEventName, HostEvents } from "./host/host-events.js";
export { type HostSettingsInput, hostSettingsSchema } from "./host/host-settings.js";
export type { InboundEnvelope, InboundHandler } from "./inbound/inbound-envelope.js";
export type { MessageStatus } from "./outbound/message-states.js";
export type { SendResult } from "./outbound/send-desk.js";
export { type GateName, gateNames, type Refusal, refusalCatalog, type RefusalCode } from "./policy/refusal.js";
export { type ResidencyRule, residencyRuleSchema } from "./policy/residency-policy.js";
export { europeanEconomicArea } from "./policy/zones/european-economic-area.js";
export type { AuditEntry } from "./ports/audit-entry.js";
export type { Ids } from "./ports/ids.js";
export type { InboundChange, InboundRecord, InboundState } from "./ports/inbound-record.js";
export type { LedgerEntry } from "./ports/ledger-entry.js";
export type { MessageChange, MessageQueue, MessageRecord } from "./ports/message-record.js";
export type { Secrets } from "./ports/secrets.js";
export type { Page, Store, StoreConflict, StoredDocument, StoreOpening, StoreWrite } from "./ports/store.js";
export * from "./spec/index.js";
