import { type BlockList, isIP } from "node:net";

/**
 * Adds an address (`"127.0.0.1"`) or a range (`"10.0.0.0/8"`, `"fd00::/8"`) to a list.
 * @returns false when it is neither; the list is unchanged then.
 */
export function addRange(list: BlockList, range: string): boolean {
  const match = /^([0-9a-fA-F:.]+)(?:\/(\d{1,3}))?$/.exec(range);
  const address = match?.[1] ?? "";
  const family = isIP(address);
  if (family === 0) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  const bits = family === 4 ? 32 : 128;
  const prefix = match?.[2] === undefined ? bits : Number(match[2]);
  if (prefix > bits) return false;
  list.addSubnet(address, prefix, type);
  return true;
}
