import type { ProviderV1 } from "@plugboard/core";
import { withSend } from "../b/with-send.js";

/** Logs what it sends and to whom: what a provider must not do (G7). */
export function talkative(provider: ProviderV1): ProviderV1 {
  return {
    ...provider,
    open: (connection) =>
      withSend(provider, (doSend) => (transfer) => {
        connection.logger.info("sending", { to: transfer.message.recipients[0]?.address.value });
        return doSend(transfer);
      }).open(connection),
  };
}
