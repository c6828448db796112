/** An endpoint of an open channel, for people to see. */
export interface ResolvedEndpoint {
  readonly id: string;
  readonly direction: "connect" | "listen";
  /** With the settings in place, as the host's options leave it; undefined when a setting it needs has no value. */
  readonly url: string | undefined;
  /** Where the host's `dangerouslyRedirectEndpoints` leads it instead. */
  readonly redirectedTo?: string;
}
