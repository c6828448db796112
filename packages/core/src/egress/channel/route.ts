import type { EgressRefusalReason } from "../../spec/errors/egress-refused-error.js";
import type { QuotaHeaders } from "../../spec/manifest/quota-headers.js";
import type { EndpointTarget } from "../endpoint/endpoint-target.js";

/** One endpoint as one operation may use it: where it leads, or why it may not. Decided when the channel opens. */
export interface RouteEndpoint {
  readonly id: string;
  readonly target: EndpointTarget | undefined;
  readonly refusal: EgressRefusalReason | undefined;
}

/** One operation of an open channel, in the form in which a call needs it. */
export interface Route {
  readonly operation: string;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** The operation carries personal data, so a call needs an open transfer (R12). */
  readonly needsTransfer: boolean;
  /** Where its answers tell what is left of the provider's limit. */
  readonly quotaHeaders?: QuotaHeaders | undefined;
  /** Few, so that looking through them is as quick as a map. */
  readonly endpoints: readonly RouteEndpoint[];
}
