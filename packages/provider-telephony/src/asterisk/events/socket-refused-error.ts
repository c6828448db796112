/** The exchange answered the wish to follow its events with something else. */
export class SocketRefusedError extends Error {
  readonly code: "CREDENTIALS_REFUSED" | "REQUEST_REFUSED";

  /** @param isLogin - whether it is the login that it does not take. */
  constructor(readonly isLogin: boolean) {
    super("the exchange does not let its events be followed");
    this.code = isLogin ? "CREDENTIALS_REFUSED" : "REQUEST_REFUSED";
  }
}
