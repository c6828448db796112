import { isIP } from "node:net";
import type { ResolveAddresses } from "../address/resolve-addresses.js";
import type { ResolvedAddress } from "../address/resolved-address.js";
import type { Place } from "./place.js";
import { RefusedAddress } from "./refused-address.js";

/**
 * All addresses of a place, each of them allowed. One refused address among them refuses the place: a name that answers with a
 * public and a private address is an attack on whoever takes the second.
 * @throws {RefusedAddress}
 * @throws what the resolver throws.
 */
export async function checkedAddresses(
  place: Place,
  resolve: ResolveAddresses,
  permits: (address: string) => boolean,
): Promise<readonly [ResolvedAddress, ...ResolvedAddress[]]> {
  const { host } = place.origin;
  const family = isIP(host);
  const addresses =
    family === 0 ? await resolve(host) : [{ address: host, family: family === 6 ? 6 : 4 } satisfies ResolvedAddress];
  const [first, ...rest] = addresses;
  if (first === undefined) throw Object.assign(new Error("no address"), { code: "ENODATA" });
  if (!place.trusted && !addresses.every(({ address }) => permits(address))) throw new RefusedAddress();
  return [first, ...rest];
}
