import { lookup } from "node:dns";
import type { ResolvedAddress } from "./resolved-address.js";

/** Resolves a host name to all of its addresses; rejects with an error whose `code` is the system's (`"ENOTFOUND"`). */
export type ResolveAddresses = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/**
 * The system's resolver. Questions for a name that is being asked already share the answer, since a burst opens hundreds of
 * connections at once and `getaddrinfo` has four threads.
 */
export function systemResolver(): ResolveAddresses {
  const asked = new Map<string, Promise<readonly ResolvedAddress[]>>();
  return (hostname) => {
    const known = asked.get(hostname);
    if (known) return known;
    const answer = new Promise<readonly ResolvedAddress[]>((resolve, reject) => {
      lookup(hostname, { all: true, verbatim: true }, (error, addresses) => {
        asked.delete(hostname);
        if (error) reject(error);
        else resolve(addresses.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 })));
      });
    });
    asked.set(hostname, answer);
    return answer;
  };
}
