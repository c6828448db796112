export { META_PROVIDER_ID } from "./meta-provider-id.js";
