import { hash } from "node:crypto";

/**
 * @deprecated `PersonReferences.of` is the one place that names people; this goes when its last caller has.
 *
 * The name of a person's address within an account: a hash, so that lists hold no address, and other accounts' entries do not match. An e-mail
 * address is compared without case, since nobody has two that differ in it only and a withdrawal must not miss.
 */
export function personKey(accountId: string, address: { readonly kind: string; readonly value: string }): string {
  const value = address.kind === "email" ? address.value.toLowerCase() : address.value;
  return hash("sha256", `${accountId}\n${address.kind}\n${value}`, "base64url");
}
