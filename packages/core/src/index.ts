export { type Act, actSchema } from "./spec/act.js";
export type { AvailabilityReport, AvailabilityState } from "./availability/availability-report.js";
export type { CallCheck, CallResult } from "./calls/call-desk.js";
export { type CallOptionsInput, callOptionsSchema } from "./calls/call-options.js";
export type { CallHandler, CallQuestion } from "./calls/call-question.js";
export type { CallCheckInput, CallStartInput } from "./calls/call-request.js";
export type { CallStatus } from "./calls/call-status.js";
export { type EgressOptions, egressOptionsSchema } from "./egress/egress-options.js";
export {
  type ActivationInstruction,
  type ActivationInstructionInput,
  activationInstructionSchema,
} from "./host/activation-instruction.js";
export type { ChannelConfigurationInput } from "./host/channel-configuration.js";
export type { Block, BlockDecision, BlockOrder, Refutation } from "./blocks/block.js";
export { type PersonData, personDataSchema } from "./rights/person-data.js";
export type {
  RightsOrder,
  RightsRequest,
  RightsTarget,
  SubjectRight,
  TaskCompletion,
} from "./rights/rights-request.js";
export type { AccountOrder, AccountState } from "./rights/account-state.js";
export { type RetentionInput, retentionSchema } from "./policy/retention-policy.js";
export type { AccountBlock } from "./host/account-registry.js";
export type { ActivationResult, ChannelInstructionInput } from "./host/channel-activation.js";
export type { ConfigurationResult, ShownInput } from "./host/channel-setup.js";
export type { VerificationResult } from "./host/channel-verification.js";
export type { ChannelDocument } from "./host/channel-document.js";
export type { ContactCenter } from "./host/contact-center.js";
export type { ContactCenterOptions } from "./host/contact-center-options.js";
export { createContactCenter } from "./host/create-contact-center.js";
export type { HostEventListener } from "./host/event-bus.js";
export type { DownloadedRecording } from "./host/facade/calls.js";
export type { ChannelSummary } from "./host/facade/channels.js";
export type { EvidenceQuery } from "./host/evidence/evidence-desk.js";
export type { LedgerExportQuery, LedgerQuery } from "./host/facade/ledger.js";
export { ed25519Signer } from "./ledger/ed25519-signer.js";
export type { LedgerSigner } from "./ports/ledger-signer.js";
export type { LedgerCheckpoint, LedgerSignature } from "./sealing/checkpoint.js";
export type { Hook, HookOptions, HookPoint, HookPoints, HookVerdict } from "./host/hook-runner.js";
export type { HostEventName, HostEvents } from "./host/host-events.js";
export { type HostSettingsInput, hostSettingsSchema } from "./host/host-settings.js";
export type { InboundEnvelope, InboundHandler } from "./inbound/inbound-envelope.js";
export type { BodyProblem } from "./inbound/webhook/read-body.js";
export { type WebhookOptionsInput, webhookOptionsSchema } from "./inbound/webhook/webhook-options.js";
export type { BodyPlace, WebhookAnswerV1, WebhookRequestV1 } from "./inbound/webhook/webhook-request.js";
export type { MessageStatus } from "./outbound/message-states.js";
export type { SendResult } from "./outbound/send-desk.js";
export type { CallRecording, CallState } from "./policy/call-state-policy.js";
export {
  type ChannelState,
  channelStates,
  type ChannelTransition,
  channelTransitions,
} from "./policy/channel-state-policy.js";
export type { Disclosure } from "./policy/disclosure.js";
export { widened, type Widening } from "./policy/widening-policy.js";
export { type GateName, gateNames } from "./policy/gate-name.js";
export { refusalCatalog, type RefusalCode } from "./policy/refusal-catalog.js";
export type { Refusal } from "./policy/refusal.js";
export { type ResidencyRule, residencyRuleSchema } from "./policy/residency-policy.js";
export { type Consent, type ConsentInput } from "./consent/consent.js";
export { type StoredSuppression, type SuppressionInput, type SuppressionReason } from "./consent/suppression.js";
export { type AttachmentRulesInput, attachmentRulesSchema } from "./policy/attachment-policy.js";
export { type FairUseLimit, type FairUsePlans } from "./policy/fair-use-policy.js";
export { rateLimiterCounter, type RateLimiterLike } from "./ports/rate-limiter-counter.js";
export { type UsageClaim, type UsageCounter, type UsageVerdict } from "./ports/usage-counter.js";
export { type ResidencyExplanation } from "./policy/explain-residency.js";
export { shippedZoneTable } from "./policy/zones/shipped-zone-table.js";
export { type AdequacyDecision, type ZoneTable, zoneTableSchema } from "./policy/zones/zone-table.js";
export { type TransferMap, type TransferMapRow } from "./host/transfer-map/transfer-map.js";
export { transferMapMarkdown } from "./host/transfer-map/transfer-map-markdown.js";
export { transferMapSvg } from "./host/transfer-map/transfer-map-svg.js";
export type {
  AuthorisedAction,
  Authority,
  AuthorityRequest,
  AuthorityVerdict,
  UncheckedAuthority,
} from "./ports/authority.js";
export type { AuditEntry } from "./ports/audit-entry.js";
export type { Ids } from "./ports/ids.js";
export type { InboundChange, InboundRecord, InboundState } from "./ports/inbound-record.js";
export type { LedgerEntry } from "./ports/ledger-entry.js";
export type { TransferReceipt } from "./ledger/transfer-receipt.js";
export type { LedgerSeal, SealedEntries } from "./ports/ledger-seal.js";
export type { MessageChange, MessageQueue, MessageRecord } from "./ports/message-record.js";
export type { KeyRing } from "./ports/key-ring.js";
export type { AuditedEntry } from "./host/facade/audit.js";
export type {
  CredentialAct,
  CredentialSummary,
  RotatedCredentials,
  StoredCredentials,
} from "./host/credential-desk.js";
export type { RewrapResult } from "./vault/key-rotation.js";
export { localKeyRing } from "./vault/local-key-ring.js";
export type { Secrets } from "./ports/secrets.js";
export type { Page, Store, StoreConflict, StoredDocument, StoreOpening, StoreWrite } from "./ports/store.js";
export {
  accountIdSchema,
  type Address,
  type AddressKind,
  addressKindSchema,
  addressSchema,
  AnswerInvalidError,
  type Attachment,
  attachmentSchema,
  type CallAnswerRequestV1,
  type CallAnswerV1,
  type CallCapability,
  callCapabilitySchema,
  type CallCause,
  callCauseSchema,
  callDestinationSchema,
  type CallEvent,
  callEventSchema,
  type CallRequestV1,
  type CallsV1,
  type CallVerb,
  type CallVerbInput,
  type CallVerbName,
  callVerbNameSchema,
  callVerbSchema,
  type CapabilityName,
  capabilityNameSchema,
  type ChannelKind,
  channelKindSchema,
  type CheckedAddressV1,
  type ClockV1,
  type ConnectionV1,
  ContactCenterError,
  type ContentCapability,
  contentCapabilitySchema,
  type ContentFeature,
  contentFeatureSchema,
  type ConversationEvent,
  conversationEventSchema,
  type CountryCode,
  countryCodeSchema,
  CredentialsUnavailableError,
  type CredentialsV1,
  defineProvider,
  type DeliveryReport,
  deliveryReportSchema,
  describeIssues,
  describeSms,
  type EgressRefusalReason,
  EgressRefusedError,
  type EmailContent,
  emailContentSchema,
  emailMessageIdSchema,
  type Endpoint,
  endpointSchema,
  errorCatalog,
  type ErrorCode,
  type ErrorDetails,
  type FeatureLevel,
  featureLevelSchema,
  type HttpClientV1,
  type HttpRequestV1,
  type HttpResponseV1,
  type Idempotency,
  idempotencyKeySchema,
  idempotencySchema,
  idSchema,
  type InboundDelivery,
  type InboundEvent,
  type InboundEventInput,
  inboundEventSchema,
  type InboundEventsV1,
  type InboundMessage,
  inboundMessageSchema,
  type InboundSinkV1,
  instantSchema,
  InstructionInvalidError,
  IssuesError,
  type LegalBasis,
  legalBasisSchema,
  type Limits,
  limitsSchema,
  type ListenerV1,
  type ListenRequestV1,
  type LiveCredentialsV1,
  type LogFields,
  type LoggerV1,
  type MailboxSyncV1,
  ManifestInvalidError,
  type Media,
  mediaSchema,
  mediaTypeSchema,
  type MediaV1,
  type MessageContent,
  messageContentSchema,
  MessageInvalidError,
  type MessageState,
  messageStateSchema,
  type Operation,
  operationSchema,
  OptionInvalidError,
  type OutboundMessage,
  type OutboundMessageInput,
  outboundMessageSchema,
  type OutboundMessagesV1,
  outcomeOfStatus,
  type Party,
  partySchema,
  type PersonalDataCategory,
  personalDataCategorySchema,
  type ProbeResult,
  type ProbeV1,
  type ProviderDefinition,
  type ProviderDocument,
  providerDocumentSchema,
  type ProviderInstanceV1,
  type ProviderManifest,
  type ProviderManifestInput,
  providerManifestSchema,
  type ProviderV1,
  type RawInbound,
  readJsonAnswer,
  readRetryAfterMs,
  type Recipient,
  recipientSchema,
  RequestError,
  type RequestErrorCode,
  type Residency,
  type ResidencyFacet,
  residencyFacetNames,
  residencyFacetSchema,
  residencySchema,
  type Safeguard,
  safeguardSchema,
  type Seller,
  sellerSchema,
  type SendOutcome,
  type SendOutcomeInput,
  sendOutcomeSchema,
  type SmsDescription,
  SettingsInvalidError,
  type SiteAnswerV1,
  type SiteContract,
  siteContractSchema,
  type SiteHostV1,
  type SiteRequestV1,
  type SiteV1,
  type SignatureScheme,
  signatureSchemeSchema,
  singleLineSchema,
  slugSchema,
  type SocketRequestV1,
  type SocketsV1,
  type SpecificationVersion,
  specificationVersionSchema,
  StoreError,
  type StoreErrorCode,
  type StatedConsent,
  statedConsentSchema,
  type SubjectRightResult,
  type SubjectRightsV1,
  type TemplatesV1,
  type TemplateV1,
  TransferClosedError,
  TransferFailedError,
  type TransferFailureReason,
  type TransferV1,
  type WebhookContract,
  VaultError,
  type VaultErrorCode,
  WebhookBodyError,
  webhookContractSchema,
  type WebhookRegistrationV1,
  WebhookSecretError,
} from "./spec/index.js";
