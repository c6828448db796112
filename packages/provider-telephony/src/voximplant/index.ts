export { VOXIMPLANT_PROVIDER_ID } from "./voximplant-provider-id.js";
