/** The id under which a host knows this provider. */
export const DIALOG360_PROVIDER_ID = "whatsapp-dialog360";
