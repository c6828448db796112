export { createEdna } from "./create-edna.js";
export { EDNA_PROVIDER_ID } from "./edna-provider-id.js";
export { edna } from "./edna.js";
export { type EdnaCredentials } from "./edna-credentials.js";
export { type EdnaOptions } from "./edna-options.js";
export { type EdnaSettings, type EdnaSettingsInput } from "./edna-settings.js";
