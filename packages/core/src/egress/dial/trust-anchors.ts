import * as tls from "node:tls";

/** Which certificates are believed: the platform's, and those the host added. */
export interface TrustAnchors {
  /** All of them, PEM, for a library that dials by itself; undefined when the platform's own list is enough. */
  readonly certificates: readonly string[] | undefined;
  /** Made once: reading a hundred and fifty certificates takes longer than a handshake. */
  context(): tls.SecureContext;
}

/** @param added - certificates of private authorities, PEM. */
export function trustAnchors(added: readonly string[]): TrustAnchors {
  const certificates = added.length === 0 ? undefined : Object.freeze([...platformCertificates(), ...added]);
  let context: tls.SecureContext | undefined;
  return {
    certificates,
    context: () => (context ??= tls.createSecureContext(certificates === undefined ? {} : { ca: [...certificates] })),
  };
}

/** Node 22.15 and later also know the ones that the operator added (`NODE_EXTRA_CA_CERTS`, `--use-system-ca`). */
function platformCertificates(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: "default") => string[] };
  return getCACertificates?.("default") ?? tls.rootCertificates;
}
