/**
 * Under what a visitor's address is counted: IPv4 whole, IPv6 by its first 64 bits, since a household has all of those. Without an address
 * everybody shares one count (fail closed).
 */
export function visitorName(clientAddress: string | undefined): string {
  if (clientAddress === undefined) return "unknown";
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(clientAddress);
  const address = mapped?.[1] ?? clientAddress;
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
