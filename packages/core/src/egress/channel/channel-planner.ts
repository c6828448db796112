import type { EgressRefusalReason } from "../../spec/errors/egress-refused-error.js";
import type { ProviderManifest } from "../../spec/manifest/provider-manifest.js";
import type { OpenChannelEgress } from "../egress.js";
import type { EndpointTarget } from "../endpoint/endpoint-target.js";
import type { Origin } from "../endpoint/origin.js";
import { resolveEndpoint } from "../endpoint/resolve-endpoint.js";
import type { ResolvedEndpoint } from "../endpoint/resolved-endpoint.js";
import type { EgressGuards } from "../guards.js";
import type { ChannelPlan } from "./channel-plan.js";
import type { Route, RouteEndpoint } from "./route.js";

/** Makes channel plans; channels whose plans would be equal share one, so that ten thousand of them cost what one does. */
export class ChannelPlanner {
  /** By manifest, then by what the account's residency refuses. */
  private readonly shared = new WeakMap<ProviderManifest, Map<string, ChannelPlan>>();

  constructor(
    private readonly guards: EgressGuards,
    private readonly redirects: ReadonlyMap<string, Origin>,
  ) {}

  /** @throws as `Egress.open` does. */
  plan(channel: OpenChannelEgress): ChannelPlan {
    const { manifest } = channel;
    const refusals = this.refusalsOf(channel);
    // Settings make a plan the channel's own.
    if (manifest.endpoints.some(({ url }) => url.includes("{"))) return this.make(channel, refusals);
    let plans = this.shared.get(manifest);
    if (!plans) {
      plans = new Map();
      this.shared.set(manifest, plans);
    }
    const key = refusals.map((row) => row.map((reason) => reason ?? "").join()).join(";");
    let plan = plans.get(key);
    if (!plan) {
      plan = this.make(channel, refusals);
      plans.set(key, plan);
    }
    return plan;
  }

  private make(channel: OpenChannelEgress, refusals: readonly Refusals[]): ChannelPlan {
    const { manifest, channelId, settings } = channel;
    const { guards, redirects } = this;
    const context = { providerId: manifest.id, channelId, settings, guards, redirects };
    const targets = manifest.endpoints.map((endpoint) => resolveEndpoint(endpoint, context));
    const routes = manifest.operations.map((operation, row): [string, Route] => {
      const { id, timeoutMs, maxResponseBytes, personalData } = operation;
      const endpoints = manifest.endpoints.flatMap((endpoint, index): RouteEndpoint[] =>
        guards.listed(operation.endpoints, endpoint.id)
          ? [{ id: endpoint.id, target: targets[index], refusal: refusals[row]?.[index] }]
          : [],
      );
      const quotaHeaders = id === manifest.sendOperation ? manifest.quotaHeaders : undefined;
      const needsTransfer = personalData.length > 0;
      return [id, { operation: id, timeoutMs, maxResponseBytes, needsTransfer, quotaHeaders, endpoints }];
    });
    return {
      routes: new Map(routes),
      endpoints: manifest.endpoints.map(({ id, direction }, index) => describe(id, direction, targets[index])),
    };
  }

  /** For each operation, for each endpoint. */
  private refusalsOf({ manifest, refuse }: OpenChannelEgress): readonly Refusals[] {
    return manifest.operations.map((operation) =>
      manifest.endpoints.map(({ id }) => (refuse === undefined ? undefined : refuse(operation.id, id))),
    );
  }
}

type Refusals = readonly (EgressRefusalReason | undefined)[];

function describe(id: string, direction: "connect" | "listen", target: EndpointTarget | undefined): ResolvedEndpoint {
  if (!target) return { id, direction, url: undefined };
  const url = target.declared.text + target.pathPrefix;
  if (target.declared === target.origin) return { id, direction, url };
  return { id, direction, url, redirectedTo: target.origin.text };
}
