export { twilio } from "./twilio.js";
export { TWILIO_PROVIDER_ID } from "./twilio-provider-id.js";
export { type TwilioCredentials, twilioCredentialsSchema } from "./twilio-credentials.js";
export { type TwilioSettings, type TwilioSettingsInput, twilioSettingsSchema } from "./twilio-settings.js";
