/** As long as addresses usually are: what comes before tells few apart. */
const LOOKED_AT = 48;

/**
 * A place for an address in a table. Addresses of one mail host end alike, telephone numbers of one country begin alike.
 * @param slots - how many there are: a power of two.
 */
export function slotOf(value: string, slots: number): number {
  let slot = value.length;
  // FNV-1a in 32 bits: its low bits are all that count, and would be lost in a number beyond 53.
  for (let at = Math.max(0, value.length - LOOKED_AT); at < value.length; at += 1)
    slot = Math.imul(slot ^ value.charCodeAt(at), 0x01000193);
  return (slot ^ (slot >>> 16)) & (slots - 1);
}
