import type { Address } from "@plugboard/core/spec";

/**
 * Who a message goes to: a phone number in `to`, exactly as given, or a business-scoped user id in `recipient`.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export function cloudRecipient({ kind, value }: Address): { readonly to: string } | { readonly recipient: string } {
  return kind === "handle" ? { recipient: value } : { to: value };
}
