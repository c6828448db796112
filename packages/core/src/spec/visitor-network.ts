/** IPv4 within IPv6, as a socket for both says it. */
const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;
/** With a port, as some proxies write it: every connection has another one. */
const WITH_PORT = /^(?:\[([0-9a-f:.%]+)\](?::\d{1,5})?|(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5})$/i;

/**
 * Under what a visitor is counted whose address is {@link SiteRequestV1.clientAddress}: IPv4 whole, IPv6 by its first 64 bits, since one line has all of
 * those and could be as many visitors. Without an address everybody shares one count (fail closed). Personal data as the address is: count it under a hash.
 */
export function visitorNetwork(clientAddress: string | undefined): string {
  if (clientAddress === undefined) return "unknown";
  const [, inBrackets, beforePort] = WITH_PORT.exec(clientAddress) ?? [];
  const bare = inBrackets ?? beforePort ?? clientAddress;
  const address = MAPPED.exec(bare)?.[1] ?? bare;
  if (!address.includes(":")) return address;
  const [head = "", tail] = (address.split("%", 1)[0] ?? "").toLowerCase().split("::", 2);
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill("0"), ...after];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
