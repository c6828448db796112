/** Who did something, as the trail keeps it. */
export interface ActedBy {
  /** An id the host application knows, `"host"`, `"recipient"`, `"provider"`. */
  readonly actor: string;
  /** By what authority, when, and the host's word on it: nothing where nobody acts for an account. */
  readonly said?: Readonly<Record<string, unknown>> | undefined;
}
