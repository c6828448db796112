import type { Origin } from "./origin.js";

/** Where an endpoint of an open channel leads, checked once when the channel opened. */
export interface EndpointTarget {
  readonly id: string;
  readonly direction: "connect" | "listen";
  /** What the manifest and the settings say. */
  readonly declared: Origin;
  /** What is connected to: the same, or where the host redirected it. */
  readonly origin: Origin;
  /** True where the host named the origin as the target of a redirection: its address is not judged. */
  readonly trusted: boolean;
  /** `""` or `"/v1"`: never with a slash at its end. */
  readonly pathPrefix: string;
}
