/** Whose words it is: a transfer of the host, or what the exchange itself has kept of one. */
export type Occasion =
  { readonly operation: "control"; readonly transferId: string } | { readonly operation: "follow-up" };
