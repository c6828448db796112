/** The id under which a host knows this provider. */
export const VOXIMPLANT_PROVIDER_ID = "telephony-voximplant";
