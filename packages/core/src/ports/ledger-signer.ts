/** Signs what leaves the host as evidence, Ed25519 (RFC 8032); the key stays wherever the host keeps it. */
export interface LedgerSigner {
  /** Subject public key info (RFC 8410), DER, base64: make it known where the host is not the only one who could change it. */
  readonly publicKey: string;
  /** @returns 64 bytes. @throws anything: nothing is signed then, and the caller is told `SIGNER_FAILED`. */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}
