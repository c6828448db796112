import { createEdna } from "./create-edna.js";

/** WhatsApp through edna Pulse (Instant WhatsApp), on the host's own or the customer's account. */
export const edna = createEdna();
