export {
  testAuthority,
  testCertificates,
  type TestCertificate,
  type TestCertificateName,
} from "./certificates/test-certificates.js";
export { describeProvider } from "./conformance/describe-provider.js";
export { type ProviderFixtures } from "./conformance/provider-fixtures.js";
export { faultCaseScript } from "./fault-server/fault-case-script.js";
export { FaultLog, type FaultExchange, type ProcessedMessage } from "./fault-server/fault-log.js";
export { type FaultStep } from "./fault-server/fault-step.js";
export { HTTP_FAULT_TIMEOUT_MS, type ExpectedOutcome, type HttpFaultCase } from "./fault-server/http-fault-case.js";
export { httpFaultCases } from "./fault-server/http-fault-cases.js";
export { type Receipt } from "./fault-server/play-exchange.js";
export { type RequestHead } from "./fault-server/read-http-request.js";
export {
  startFaultServer,
  type FaultScript,
  type FaultServer,
  type FaultServerOptions,
} from "./fault-server/start-fault-server.js";
export { fakeConnection, type FakeConnectionOptions } from "./fakes/fake-connection.js";
export { fakeRecords, type FakeRecords } from "./fakes/fake-records.js";
export { fakeHttpClient, type FakeHttpClientOptions } from "./fakes/fake-http-client.js";
export { fakeTransfer, type FakeTransfer } from "./fakes/fake-transfer.js";
export { fixedClock, type FixedClock } from "./fakes/fixed-clock.js";
export { recordingLogger, type LogLine, type RecordingLogger } from "./fakes/recording-logger.js";
export { sequentialIds } from "./fakes/sequential-ids.js";
export { createHttpProvider } from "./http-provider/create-http-provider.js";
export { httpProvider } from "./http-provider/http-provider.js";
export { type HttpProviderCredentials } from "./http-provider/http-provider-credentials.js";
export { type HttpProviderOptions } from "./http-provider/http-provider-options.js";
export { type HttpProviderSettings } from "./http-provider/http-provider-settings.js";
export {
  startHttpProviderServer,
  type HttpProviderServer,
  type HttpProviderServerOptions,
  type TakenMessage,
} from "./http-provider/http-provider-server.js";
export { signHttpWebhook, type HttpWebhook } from "./http-provider/sign-http-webhook.js";
export { describeStore } from "./store-suite/describe-store.js";
export { SampleRecords } from "./store-suite/sample-records.js";
export { type StoreUnderTest } from "./store-suite/store-under-test.js";
export { leakGuard, type LeakGuard, type LeakGuardOptions } from "./msw/leak-guard.js";
export { mswBridge } from "./msw/msw-bridge.js";
export { personalDataCanaries } from "./personal-data/personal-data-canaries.js";
export {
  personalDataProbe,
  type PersonalDataFinding,
  type PersonalDataProbe,
} from "./personal-data/personal-data-probe.js";
export { SMTP_FAULT_TIMEOUT_MS, type SmtpFaultCase } from "./smtp-faults/smtp-fault-case.js";
export { smtpFaultCases } from "./smtp-faults/smtp-fault-cases.js";
export { type SmtpAction, type SmtpScript, type SmtpStage } from "./smtp-faults/smtp-script.js";
export {
  startFaultySmtpServer,
  type FaultySmtpServer,
  type FaultySmtpServerOptions,
  type SmtpScriptChoice,
} from "./smtp-faults/start-faulty-smtp-server.js";
export { type SignedPost, type WebhookSchemeCase, type WebhookSigner } from "./webhook-signers/webhook-signer.js";
export { webhookSchemeCases } from "./webhook-signers/webhook-scheme-cases.js";
export { type CheckedRequest, OpenApiDescription } from "./openapi/openapi-description.js";
