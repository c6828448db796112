/** A mailbox as RFC 5322 §3.4 writes it, with the name in quotes: `"Zoë" <zoe@example.org>`; the bare address without one. */
export function formatMailbox({
  address,
  name,
}: {
  readonly address: string;
  readonly name?: string | undefined;
}): string {
  return name === undefined || name === "" ? address : `"${name.replace(/["\\]/g, "\\$&")}" <${address}>`;
}
