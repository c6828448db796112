/** A connection was not made: its host has, or turned out to have, an address that is refused. Becomes an `EgressRefusedError`. */
export class RefusedAddress extends Error {
  constructor() {
    super("refused address");
  }
}
