import { DECLARED_ADDRESS } from "./victim.js";

/** One address of a name. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** The names of the declared provider. */
export const DECLARED_HOST = "declared.test";

/** The worst resolver there is: every name but the declared ones leads to this machine, where the victim is. */
export async function resolveToDeclared(hostname: string): Promise<ResolvedAddress[]> {
  const declared = hostname === DECLARED_HOST || hostname.endsWith(`.${DECLARED_HOST}`);
  return [{ address: declared ? DECLARED_ADDRESS : "127.0.0.1", family: 4 }];
}

/** The options of a host that allows the declared host's address and nothing else. */
export const DECLARED_ONLY = {
  dangerouslyAllowPrivateAddresses: [DECLARED_ADDRESS],
  dangerouslyAllowPlainText: [DECLARED_HOST, `*.${DECLARED_HOST}`, DECLARED_ADDRESS],
  resolve: resolveToDeclared,
};
