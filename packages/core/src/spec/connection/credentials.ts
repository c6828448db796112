/** Credentials with the previous ones still valid during a rotation. */
export interface LiveCredentialsV1<Credentials> {
  readonly current: Credentials;
  /** Accepted for verification until the rotation ends; never used to sign or send. */
  readonly previous?: Credentials;
}

/** Asked per call, so that a rotation needs no restart; the host caches as its secrets port says. */
export interface CredentialsV1<Credentials> {
  /**
   * @throws {CredentialsUnavailableError} the secrets port cannot give them now (retryable), or they do not fit the schema.
   */
  resolve(): Promise<LiveCredentialsV1<Credentials>>;
}
