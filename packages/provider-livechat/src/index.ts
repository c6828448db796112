export { livechat } from "./livechat.js";
export { type LivechatCredentials } from "./livechat-credentials.js";
export { type LivechatSettings, type LivechatSettingsInput } from "./livechat-settings.js";
export { signVisitorIdentity, type VisitorIdentity } from "./session/visitor-identity.js";
