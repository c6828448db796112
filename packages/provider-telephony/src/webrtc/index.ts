export { WEBRTC_PROVIDER_ID } from "./webrtc-provider-id.js";
export { webrtc } from "./host/webrtc.js";
export { webrtcSettingsSchema, type WebrtcSettings, type WebrtcSettingsInput } from "./host/webrtc-settings.js";
export { webrtcCredentialsSchema, type WebrtcCredentials } from "./host/webrtc-credentials.js";
export { SoftphoneGateway, type SoftphoneGatewayOptions } from "./gateway/softphone-gateway.js";
export { issueRegistration, type SipAccount } from "./gateway/issue-registration.js";
export type { SoftphoneRegistration } from "./wire/softphone-registration.js";
export type { SoftphoneEvent } from "./wire/softphone-event.js";
export type { SoftphonePresence } from "./wire/softphone-presence.js";
