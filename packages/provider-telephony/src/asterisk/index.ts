export { ASTERISK_PROVIDER_ID } from "./asterisk-provider-id.js";
