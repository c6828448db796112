import { BlockList, isIP } from "node:net";
import { once } from "../../collections/once.js";
import { addRange } from "./add-range.js";
import { globalUnicastIPv6, specialPurposeIPv4, specialPurposeIPv6 } from "./special-purpose-addresses.js";

const refused = once(() => listOf([...specialPurposeIPv4, ...specialPurposeIPv6]));
const unicast = once(() => listOf([globalUnicastIPv6]));

/**
 * Decides which IP addresses may be connected to: public ones, and those the host allowed by name.
 *
 * IPv6 is refused unless it is in the space IANA allocates from; so every form that wraps another address (IPv4-mapped, NAT64, 6to4,
 * Teredo) is refused whatever it wraps. An IPv6-only network with NAT64 needs `dangerouslyAllowPrivateAddresses: ["64:ff9b::/96"]`.
 */
export class AddressGuard {
  private readonly allowed: BlockList;

  /** @param allowed - addresses and ranges in CIDR form, already validated. */
  constructor(allowed: readonly string[] = []) {
    this.allowed = listOf(allowed);
  }

  /** @param address - an IP address as `node:dns` gives it; anything else (a name, a zone id) is refused. */
  permits(address: string): boolean {
    const family = isIP(address);
    if (family === 0 || address.includes("%")) return false;
    const type = family === 4 ? "ipv4" : "ipv6";
    if (this.allowed.check(address, type)) return true;
    if (refused().check(address, type)) return false;
    return family === 4 || unicast().check(address, type);
  }
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) addRange(list, range);
  return list;
}
