export { TWILIO_PROVIDER_ID } from "./twilio-provider-id.js";
