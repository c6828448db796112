export {
  callDestinationSchema,
  callVerbNameSchema,
  callVerbSchema,
  type CallVerb,
  type CallVerbInput,
  type CallVerbName,
} from "./capabilities/call-verb.js";
export { type CallAnswerRequestV1, type CallAnswerV1, type CallRequestV1, type CallsV1 } from "./capabilities/calls.js";
export { type ConversationSignal, type ConversationSignalsV1 } from "./capabilities/conversation-signals.js";
export { type InboundEventsV1 } from "./capabilities/inbound-events.js";
export { type InboundDelivery, type InboundSinkV1, type MailboxSyncV1 } from "./capabilities/mailbox-sync.js";
export { type MediaV1 } from "./capabilities/media.js";
export { type OutboundMessagesV1 } from "./capabilities/outbound-messages.js";
export { type ProbeResult, type ProbeV1 } from "./capabilities/probe.js";
export {
  type SiteAnswerV1,
  type SiteHostV1,
  type SiteProblem,
  type SiteRequestV1,
  type SiteV1,
} from "./capabilities/site.js";
export { type SubjectRightResult, type SubjectRightsV1 } from "./capabilities/subject-rights.js";
export { type TemplateV1, type TemplatesV1 } from "./capabilities/templates.js";
export { type TransferV1 } from "./capabilities/transfer.js";
export { type WebhookRegistrationV1 } from "./capabilities/webhook-registration.js";
export { channelKindSchema, type ChannelKind } from "./channel-kind.js";
export { type ClockV1 } from "./connection/clock.js";
export { type ConnectionV1 } from "./connection/connection.js";
export { type CredentialsV1, type LiveCredentialsV1 } from "./connection/credentials.js";
export { type HttpClientV1, type HttpRequestV1, type HttpResponseV1 } from "./connection/http-client.js";
export { type LogFields, type LoggerV1 } from "./connection/logger.js";
export { type RecordChange, type RecordsV1 } from "./connection/records.js";
export {
  type CheckedAddressV1,
  type ListenRequestV1,
  type ListenerV1,
  type SocketRequestV1,
  type SocketsV1,
} from "./connection/sockets.js";
export { countryCodeSchema, type CountryCode } from "./country-code.js";
export { defineProvider, type ProviderDefinition } from "./define-provider.js";
export { AnswerInvalidError } from "./errors/answer-invalid-error.js";
export { ContactCenterError, type ErrorDetails } from "./errors/contact-center-error.js";
export { CredentialsUnavailableError } from "./errors/credentials-unavailable-error.js";
export { describeIssues } from "./errors/describe-issues.js";
export { EgressRefusedError, type EgressRefusalReason } from "./errors/egress-refused-error.js";
export { errorCatalog, type ErrorCode } from "./errors/error-catalog.js";
export type { ErrorParty } from "./errors/error-party.js";
export { InstructionInvalidError } from "./errors/instruction-invalid-error.js";
export { IssuesError } from "./errors/issues-error.js";
export { ManifestInvalidError } from "./errors/manifest-invalid-error.js";
export { MessageInvalidError } from "./errors/message-invalid-error.js";
export { OptionInvalidError } from "./errors/option-invalid-error.js";
export { ProviderAnswerError, type ProviderAnswerCode } from "./errors/provider-answer-error.js";
export { RequestError, type RequestErrorCode } from "./errors/request-error.js";
export { SettingsInvalidError } from "./errors/settings-invalid-error.js";
export { StoreError, type StoreErrorCode } from "./errors/store-error.js";
export { TransferClosedError } from "./errors/transfer-closed-error.js";
export { TransferFailedError, type TransferFailureReason } from "./errors/transfer-failed-error.js";
export { VaultError, type VaultErrorCode } from "./errors/vault-error.js";
export { WebhookBodyError } from "./errors/webhook-body-error.js";
export { WebhookSecretError } from "./errors/webhook-secret-error.js";
export { parseUrl } from "./parse-url.js";
export { visitorNetwork } from "./visitor-network.js";
export { accountIdSchema, idSchema, idempotencyKeySchema, instantSchema, slugSchema } from "./identifier.js";
export { callCauseSchema, callEventSchema, type CallCause, type CallEvent } from "./inbound/call-event.js";
export { conversationEventSchema, type ConversationEvent } from "./inbound/conversation-event.js";
export { deliveryReportSchema, type DeliveryReport } from "./inbound/delivery-report.js";
export { inboundEventSchema, type InboundEvent, type InboundEventInput } from "./inbound/inbound-event.js";
export { inboundMessageSchema, type InboundMessage } from "./inbound/inbound-message.js";
export { type StatedConsent, statedConsentSchema } from "./inbound/stated-consent.js";
export { type RawInbound } from "./inbound/raw-inbound.js";
export { callCapabilitySchema, type CallCapability } from "./manifest/call-capability.js";
export {
  capabilityNameSchema,
  contentCapabilitySchema,
  contentFeatureSchema,
  featureLevelSchema,
  serviceWindowSchema,
  type CapabilityName,
  type ContentCapability,
  type ContentFeature,
  type FeatureLevel,
  type ServiceWindow,
} from "./manifest/capability.js";
export { endpointSchema, type Endpoint } from "./manifest/endpoint.js";
export {
  errorDeclarationSchema,
  errorDeclarationsSchema,
  type ErrorDeclaration,
  type ErrorDeclarations,
} from "./manifest/error-declaration.js";
export { idempotencySchema, type Idempotency } from "./manifest/idempotency.js";
export { limitsSchema, type Limits } from "./manifest/limits.js";
export { type QuotaHeaders, quotaHeadersSchema } from "./manifest/quota-headers.js";
export { operationSchema, type Operation } from "./manifest/operation.js";
export { providerDocumentSchema, type ProviderDocument } from "./manifest/provider-document.js";
export {
  providerManifestSchema,
  type ProviderManifest,
  type ProviderManifestInput,
} from "./manifest/provider-manifest.js";
export {
  residencyFacetNames,
  residencyFacetSchema,
  residencySchema,
  safeguardSchema,
  type Residency,
  type ResidencyFacet,
  type Safeguard,
} from "./manifest/residency.js";
export { sellerSchema, type Seller } from "./manifest/seller.js";
export { siteContractSchema, type SiteContract } from "./manifest/site-contract.js";
export { type SubProcessor, subProcessorSchema } from "./manifest/sub-processor.js";
export {
  signatureSchemeSchema,
  type SignatureScheme,
  type WebhookContract,
  webhookContractSchema,
} from "./manifest/webhook-contract.js";
export {
  addressKindSchema,
  addressSchema,
  recipientSchema,
  singleLineSchema,
  type Address,
  type AddressKind,
  type Recipient,
} from "./message/address.js";
export { describeSms, type SmsDescription } from "./message/describe-sms.js";
export {
  attachmentSchema,
  emailContentSchema,
  emailMessageIdSchema,
  type Attachment,
  type EmailContent,
} from "./message/email-content.js";
export { mediaSchema, mediaTypeSchema, type Media } from "./message/media.js";
export { messageContentSchema, type MessageContent } from "./message/message-content.js";
export { messageStateSchema, type MessageState } from "./message/message-state.js";
export {
  legalBasisSchema,
  outboundMessageSchema,
  type LegalBasis,
  type OutboundMessage,
  type OutboundMessageInput,
} from "./message/outbound-message.js";
export { outcomeOfStatus } from "./outcome/outcome-of-status.js";
export { readJsonAnswer } from "./outcome/read-json-answer.js";
export { readRetryAfterMs } from "./outcome/retry-after.js";
export { sendOutcomeSchema, type SendOutcome, type SendOutcomeInput } from "./outcome/send-outcome.js";
export { partySchema, type Party } from "./party.js";
export { personalDataCategorySchema, type PersonalDataCategory } from "./personal-data-category.js";
export { type ProviderInstanceV1 } from "./provider-instance.js";
export { type ProviderV1 } from "./provider.js";
export { specificationVersionSchema, type SpecificationVersion } from "./specification-version.js";
