export { ASTERISK_PROVIDER_ID } from "./asterisk-provider-id.js";
export { asterisk } from "./asterisk.js";
export { asteriskSettingsSchema, type AsteriskSettings, type AsteriskSettingsInput } from "./asterisk-settings.js";
export { asteriskCredentialsSchema, type AsteriskCredentials } from "./asterisk-credentials.js";
