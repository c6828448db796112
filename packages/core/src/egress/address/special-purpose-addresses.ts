/**
 * Addresses that no provider on the public internet has, so that a name or a setting which leads there is an attack or a mistake.
 *
 * IPv4: every block of the IANA IPv4 Special-Purpose Address Registry that is not globally reachable, the deprecated 6to4 relay
 * anycast, and multicast and reserved space.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/multicast-addresses (224.0.0.0/4, RFC 5771)
 */
export const specialPurposeIPv4: readonly string[] = [
  "0.0.0.0/8", // "this network", RFC 791
  "10.0.0.0/8", // private use, RFC 1918
  "100.64.0.0/10", // shared by carriers (CGNAT), RFC 6598
  "127.0.0.0/8", // loopback, RFC 1122
  "169.254.0.0/16", // link-local and cloud metadata, RFC 3927
  "172.16.0.0/12", // private use, RFC 1918
  "192.0.0.0/24", // IETF protocol assignments, RFC 6890
  "192.0.2.0/24", // documentation, RFC 5737
  "192.88.99.0/24", // 6to4 relay anycast, deprecated, RFC 7526
  "192.168.0.0/16", // private use, RFC 1918
  "198.18.0.0/15", // benchmarking, RFC 2544
  "198.51.100.0/24", // documentation, RFC 5737
  "203.0.113.0/24", // documentation, RFC 5737
  "224.0.0.0/4", // multicast, RFC 5771
  "240.0.0.0/4", // reserved, and 255.255.255.255 limited broadcast, RFC 1112
];

/**
 * The only IPv6 space that IANA hands out to networks; all else (loopback, unspecified, IPv4-mapped and -compatible, NAT64,
 * unique-local, link-local, site-local, multicast, discard, segment routing) is refused by not being in it.
 * @see https://www.iana.org/assignments/ipv6-address-space (2000::/3, RFC 4291)
 */
export const globalUnicastIPv6 = "2000::/3";

/**
 * The blocks inside {@link globalUnicastIPv6} that are not reachable or that carry an IPv4 address to be unwrapped elsewhere.
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export const specialPurposeIPv6: readonly string[] = [
  "2001::/23", // IETF protocol assignments: Teredo, benchmarking, ORCHID, RFC 2928
  "2001:db8::/32", // documentation, RFC 3849
  "2002::/16", // 6to4, RFC 3056
  "3fff::/20", // documentation, RFC 9637
];
