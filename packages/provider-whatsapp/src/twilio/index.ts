export { type TwilioCredentials } from "./twilio-credentials.js";
export { TWILIO_PROVIDER_ID } from "./twilio-provider-id.js";
export { type TwilioSettings, type TwilioSettingsInput } from "./twilio-settings.js";
export { twilio } from "./twilio.js";
