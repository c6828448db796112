export { DIALOG360_PROVIDER_ID } from "./dialog360-provider-id.js";
export { dialog360 } from "./dialog360.js";
export { type Dialog360Credentials, dialog360CredentialsSchema } from "./dialog360-credentials.js";
export { type Dialog360Settings, type Dialog360SettingsInput, dialog360SettingsSchema } from "./dialog360-settings.js";
export { DIALOG360_WEBHOOK_HEADER } from "./dialog360-webhook-header.js";
