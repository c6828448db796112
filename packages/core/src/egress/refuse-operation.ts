import type { EgressRefusalReason } from "../spec/errors/egress-refused-error.js";

/** Why an operation of a channel may not use one of its endpoints, if so; asked once for each, when the channel opens. */
export type RefuseOperation = (operation: string, endpointId: string) => EgressRefusalReason | undefined;
