/** The header 360dialog is told to send with each webhook; its value is the channel's `webhookSecret`. */
export const DIALOG360_WEBHOOK_HEADER = "x-plugboard-webhook-secret";
