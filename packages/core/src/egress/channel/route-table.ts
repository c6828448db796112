import type { EgressRefusalReason } from "../../spec/errors/egress-refused-error.js";
import type { ProviderManifest } from "../../spec/manifest/provider-manifest.js";
import type { EndpointTarget } from "../endpoint/endpoint-target.js";
import type { EgressGuards } from "../guards.js";
import type { Route, RouteEndpoint } from "./route.js";

/** Whether an operation of a channel may use one of its endpoints; asked once, when the channel opens. */
export type RefuseOperation = (operation: string, endpointId: string) => EgressRefusalReason | undefined;

/** Turns a manifest's operations into what a call looks up. */
export function routeTable(
  manifest: Pick<ProviderManifest, "operations" | "endpoints">,
  targets: ReadonlyMap<string, EndpointTarget>,
  guards: EgressGuards,
  refuse: RefuseOperation = () => undefined,
): ReadonlyMap<string, Route> {
  return new Map(
    manifest.operations.map((operation): [string, Route] => {
      const listed = manifest.endpoints.filter(({ id }) => guards.listed(operation.endpoints, id));
      const endpoints = listed.map(({ id }): [string, RouteEndpoint] => [
        id,
        { id, target: targets.get(id), refusal: refuse(operation.id, id) },
      ]);
      const { id, timeoutMs, maxResponseBytes, personalData } = operation;
      return [
        id,
        {
          operation: id,
          timeoutMs,
          maxResponseBytes,
          needsTransfer: personalData.length > 0,
          endpoints: new Map(endpoints),
        },
      ];
    }),
  );
}
