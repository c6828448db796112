/** The id under which a host knows this provider. */
export const TWILIO_PROVIDER_ID = "telephony-twilio";
