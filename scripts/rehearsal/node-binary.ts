/** A Node to run a host under. */
export interface NodeBinary {
  /** `"22.21.1"`. */
  readonly version: string;
  /** Its executable. */
  readonly path: string;
}
