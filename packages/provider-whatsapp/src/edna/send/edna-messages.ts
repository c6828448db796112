import type { OutboundMessagesV1 } from "@plugboard/core/spec";
import { callEdna } from "../call-edna.js";
import type { EdnaConnection } from "../edna-connection.js";
import { ednaOutcome } from "./edna-outcome.js";
import { ednaRequest } from "./edna-request.js";

/** Capability `outboundMessages` of edna. */
export function ednaMessages(connection: EdnaConnection): OutboundMessagesV1 {
  return {
    doSend: async (transfer) => {
      const request = ednaRequest(transfer, connection.settings);
      if ("refused" in request) return request.refused;
      const { transferId, idempotencyKey } = transfer;
      const response = await callEdna(connection, { operation: "send-message", transferId, ...request });
      return ednaOutcome(response, idempotencyKey, connection.clock.now());
    },
  };
}
