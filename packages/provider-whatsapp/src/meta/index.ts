export { META_PROVIDER_ID } from "./meta-provider-id.js";
export { meta } from "./meta.js";
export { type MetaCredentials, metaCredentialsSchema } from "./meta-credentials.js";
export { type MetaSettings, type MetaSettingsInput, metaSettingsSchema } from "./meta-settings.js";
