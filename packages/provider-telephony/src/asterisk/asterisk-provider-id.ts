/** The id under which a host knows this provider. */
export const ASTERISK_PROVIDER_ID = "telephony-asterisk";
