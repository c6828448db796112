export { fakeConnection, type FakeConnectionOptions } from "./fakes/fake-connection.js";
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
