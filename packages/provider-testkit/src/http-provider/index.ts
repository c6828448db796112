export { createHttpProvider } from "./create-http-provider.js";
export { httpProvider } from "./http-provider.js";
export {
  startHttpProviderServer,
  type HttpProviderServer,
  type HttpProviderServerOptions,
} from "./http-provider-server.js";
export { signHttpWebhook, type HttpWebhook } from "./sign-http-webhook.js";
