/** The id under which a host knows this provider. */
export const EDNA_PROVIDER_ID = "whatsapp-edna";
