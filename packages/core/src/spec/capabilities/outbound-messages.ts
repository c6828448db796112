import type { SendOutcomeInput } from "../outcome/send-outcome.js";
import type { TransferV1 } from "./transfer.js";

/** Capability `outboundMessages`: hands messages to the provider. */
export interface OutboundMessagesV1 {
  /**
   * Hands one message to the provider by API; resolves when the provider has received it, not when it is read. Named `doSend`
   * because applications call `send`, which first asks the gates.
   *
   * Return an outcome for every answer of the provider. Errors of `http` and `sockets` may simply pass through: the host maps
   * them by whether bytes may have arrived. Any other error is a fault of the plugin (`PLUGIN_FAILED`).
   * @see docs/rules.md#r12
   */
  doSend(transfer: TransferV1): Promise<SendOutcomeInput>;

  /**
   * With idempotency `lookup`: finds what became of an earlier attempt of this message.
   * @returns `received` or `refused` when the provider tells; `try-again` when the provider is certain that it never got the message (it
   * will be sent again); `unknown` while it cannot tell.
   */
  doLookup?(transfer: TransferV1): Promise<SendOutcomeInput>;
}
