import { AddressGuard } from "./address/address-guard.js";
import { matchesHost } from "./endpoint/matches-host.js";
import type { EgressGuards } from "./guards.js";
import { isHeaderAllowed } from "./http/is-header-allowed.js";
import { isPathBelow } from "./http/is-path-below.js";

/** The checks as they are in production. */
export function strictGuards(options: {
  readonly dangerouslyAllowPrivateAddresses: readonly string[];
  readonly dangerouslyAllowPlainText: readonly string[];
}): EgressGuards {
  const addresses = new AddressGuard(options.dangerouslyAllowPrivateAddresses);
  return {
    address: (address) => addresses.permits(address),
    scheme: (origin) =>
      !origin.scheme.plainText || options.dangerouslyAllowPlainText.some((pattern) => matchesHost(pattern, origin)),
    path: isPathBelow,
    header: isHeaderAllowed,
    origin: (asked, declared) => asked === declared,
    listed: (endpoints, endpointId) => endpoints.includes(endpointId),
    transfer: (openFor, operation) => openFor === operation,
  };
}
