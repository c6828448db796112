import type { ResolvedEndpoint } from "../endpoint/resolved-endpoint.js";
import type { Route } from "./route.js";

/** All that is decided about a channel's way out when it opens. */
export interface ChannelPlan {
  /** By the operation's id. */
  readonly routes: ReadonlyMap<string, Route>;
  readonly endpoints: readonly ResolvedEndpoint[];
}
