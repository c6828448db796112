import { ChainedTable } from "../../collections/chained-table.js";
import { EgressRefusedError, type EgressRefusalReason } from "../../spec/errors/egress-refused-error.js";
import type { EgressGuards } from "../guards.js";
import type { OpenTransfer } from "../transfer/open-transfer.js";
import type { Route, RouteEndpoint } from "./route.js";

/** What HTTP client and sockets of one open channel share: its routes, its open transfers, and whether it is open. */
export class ChannelState {
  closed = false;
  readonly transfers = new ChainedTable<string, OpenTransfer>();

  constructor(
    readonly channelId: string,
    readonly routes: ReadonlyMap<string, Route>,
    readonly guards: EgressGuards,
  ) {}

  /**
   * The operation a call names.
   * @throws {EgressRefusedError}
   */
  route(operation: string): Route {
    // An undeclared name is not quoted: nobody knows what a plugin put there.
    if (this.closed) throw new EgressRefusedError("closed", { channelId: this.channelId });
    const route = this.routes.get(operation);
    if (!route) throw new EgressRefusedError("operation-undeclared", { channelId: this.channelId });
    return route;
  }

  /**
   * The transfer a call belongs to; undefined for a call that needs and names none.
   * @throws {EgressRefusedError}
   */
  transferOf(route: Route, transferId: string | undefined): OpenTransfer | undefined {
    if (transferId === undefined) {
      if (route.needsTransfer && !this.guards.transfer(undefined, route.operation)) {
        throw this.refusal("transfer-missing", route);
      }
      return undefined;
    }
    const transfer = this.transfers.get(transferId);
    if (transfer === undefined) {
      if (!this.guards.transfer(undefined, route.operation)) throw this.refusal("transfer-closed", route);
      return undefined;
    }
    if (!this.guards.transfer(transfer.operation, route.operation) && !transfer.isAlsoFor(route.operation))
      throw this.refusal("transfer-missing", route);
    return transfer;
  }

  refusal(reason: EgressRefusalReason, route: Route, endpoint?: RouteEndpoint): EgressRefusedError {
    const { channelId } = this;
    return new EgressRefusedError(reason, {
      operation: route.operation,
      channelId,
      ...(endpoint ? { endpoint: endpoint.id } : {}),
    });
  }
}
