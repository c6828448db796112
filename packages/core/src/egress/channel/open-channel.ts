import type { ClockV1 } from "../../spec/connection/clock.js";
import type { ChannelEgress } from "../channel-egress.js";
import type { DeadlineQueue } from "../deadline/deadline-queue.js";
import type { Dialer } from "../dial/dialer.js";
import type { OpenChannelEgress } from "../egress.js";
import type { EndpointTarget } from "../endpoint/endpoint-target.js";
import { resolveEndpoint } from "../endpoint/resolve-endpoint.js";
import type { Origin } from "../endpoint/origin.js";
import type { ResolvedEndpoint } from "../endpoint/resolved-endpoint.js";
import type { EgressGuards } from "../guards.js";
import { GuardedHttpClient } from "../http/http-client.js";
import type { TransportRegistry } from "../http/transport-registry.js";
import { GuardedSockets } from "../sockets/guarded-sockets.js";
import { OpenTransfer } from "../transfer/open-transfer.js";
import type { TransferFacts } from "../transfer/transfer-facts.js";
import { ChannelState } from "./channel-state.js";
import { routeTable } from "./route-table.js";

/** What all channels share. */
export interface SharedEgress {
  readonly guards: EgressGuards;
  readonly redirects: ReadonlyMap<string, Origin>;
  readonly deadlines: DeadlineQueue;
  readonly dialer: Dialer;
  readonly clock: ClockV1;
  readonly trustedCertificates: readonly string[] | undefined;
  readonly transports: TransportRegistry;
}

const NOTHING: TransferFacts = Object.freeze({ bytesOut: 0, requestSent: false });

/** Makes the way out of one channel. */
export function openChannel(channel: OpenChannelEgress, shared: SharedEgress): ChannelEgress {
  const { manifest, channelId, settings } = channel;
  const context = { providerId: manifest.id, channelId, settings, guards: shared.guards, redirects: shared.redirects };
  const targets = new Map<string, EndpointTarget>();
  for (const endpoint of manifest.endpoints) {
    const target = resolveEndpoint(endpoint, context);
    if (target) targets.set(endpoint.id, target);
  }
  const routes = routeTable(manifest, targets, shared.guards, channel.refuse);
  const state = new ChannelState(channelId, routes, shared.guards);
  const http = new GuardedHttpClient(state, shared.transports, shared.deadlines);
  const sockets = new GuardedSockets(state, shared.dialer, shared.trustedCertificates);

  const close = async () => {
    if (state.closed) return;
    state.closed = true;
    channel.signal?.removeEventListener("abort", onAbort);
    http.close();
    state.transfers.clear();
    await sockets.close();
  };
  const onAbort = () => void close();
  if (channel.signal?.aborted) state.closed = true;
  else channel.signal?.addEventListener("abort", onAbort, { once: true });

  return {
    http: { request: (request) => http.request(request) },
    sockets: {
      connect: (request) => sockets.connect(request),
      reuse: (socket, request) => sockets.reuse(socket, request),
      check: (request) => sockets.check(request),
      listen: (request) => sockets.listen(request),
    },
    endpoints: manifest.endpoints.map(({ id, direction }) => describe(id, direction, targets.get(id))),
    openTransfer: (transferId, operation) => {
      if (state.transfers.has(transferId)) throw new TypeError("a transfer with this id is open");
      state.transfers.set(transferId, new OpenTransfer(operation, shared.clock));
    },
    transferFacts: (transferId) => state.transfers.get(transferId)?.facts() ?? NOTHING,
    closeTransfer: (transferId) => {
      const transfer = state.transfers.get(transferId);
      if (!transfer) return NOTHING;
      state.transfers.delete(transferId);
      const facts = transfer.facts();
      http.closeTransfer(transfer);
      return facts;
    },
    close,
  };
}

function describe(id: string, direction: "connect" | "listen", target: EndpointTarget | undefined): ResolvedEndpoint {
  if (!target) return { id, direction, url: undefined };
  const url = target.declared.text + target.pathPrefix;
  return target.declared === target.origin
    ? { id, direction, url }
    : { id, direction, url, redirectedTo: target.origin.text };
}
