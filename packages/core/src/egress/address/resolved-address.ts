/** One address of a host name, as `dns.lookup` with `all` gives it. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}
