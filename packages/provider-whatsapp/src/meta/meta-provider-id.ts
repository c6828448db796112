/** The id under which a host knows this provider. */
export const META_PROVIDER_ID = "whatsapp-meta";
