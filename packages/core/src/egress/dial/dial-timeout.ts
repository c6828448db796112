/** A connection was not made in time. */
export class DialTimeout extends Error {
  readonly code = "ETIMEDOUT";
  constructor() {
    super("not connected in time");
  }
}
