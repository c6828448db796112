/**
 * The keys that wrap the keys of credentials (envelope encryption): a KMS, an HSM, or keys the host holds itself (`localKeyRing`). Only data
 * keys of 32 bytes pass here, never a credential.
 *
 * `context` is authenticated with the wrapped key and kept by nobody: a wrapped key that was moved to another account, channel or name does
 * not come open.
 */
export interface KeyRing {
  /** Id of the key that new data keys are wrapped with; the older ones stay available until `credentials.keysInUse` no longer names them. */
  currentKeyId(): Promise<string> | string;
  /** @throws anything: reported as `KEY_UNAVAILABLE` without its text. */
  wrap(keyId: string, dataKey: Uint8Array, context: Uint8Array): Promise<Uint8Array> | Uint8Array;
  /**
   * @returns the data key; nothing where `wrapped` is not authentic for this key and context: it was tampered with.
   * @throws anything where the key is not there or cannot be asked now: reported as `KEY_UNAVAILABLE` without its text.
   */
  unwrap(
    keyId: string,
    wrapped: Uint8Array,
    context: Uint8Array,
  ): Promise<Uint8Array | undefined> | Uint8Array | undefined;
}
