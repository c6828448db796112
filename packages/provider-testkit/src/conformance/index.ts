export { checkProvider, type CheckProviderOptions } from "./check-provider.js";
export { type CapabilityFixtures } from "./fixtures/capability-fixtures.js";
export { type ChannelPlace } from "./fixtures/channel-place.js";
export {
  type FaultFixtures,
  type HttpFaultFixtures,
  type OutcomeDeparture,
  type SmtpFaultFixtures,
  type SuppressingAnswer,
} from "./fixtures/fault-fixtures.js";
export { type MailboxFixtures, type MailboxSample } from "./fixtures/mailbox-fixtures.js";
export {
  type Misbehaviour,
  type ProviderSimulator,
  type ReceivedRequest,
  type SimulatorOptions,
  type TakenBySimulator,
} from "./fixtures/provider-simulator.js";
export { type MessageParts, type ReadCarried, type SampleMessage } from "./fixtures/sample-message.js";
export { type SiteAsk, type SiteFixtures } from "./fixtures/site-fixtures.js";
export { type SkippedCheck } from "./fixtures/skipped-check.js";
export {
  type SignedWebhook,
  type WebhookBody,
  type WebhookFixtures,
  type WebhookSample,
  type WebhookToSign,
} from "./fixtures/webhook-fixtures.js";
export { type ProviderFixtures } from "./provider-fixtures.js";
export { type CheckResult, type ConformanceResult } from "./kit/check-result.js";
export { type KitRule, kitRules, type Tier } from "./kit/kit-rules.js";
