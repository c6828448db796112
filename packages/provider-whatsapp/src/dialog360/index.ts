export { DIALOG360_PROVIDER_ID } from "./dialog360-provider-id.js";
