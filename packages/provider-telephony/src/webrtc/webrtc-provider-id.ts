/** The id under which a host knows this provider. */
export const WEBRTC_PROVIDER_ID = "telephony-webrtc";
