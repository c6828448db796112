import { EgressRefusedError } from "../../spec/errors/egress-refused-error.js";
import { TransferFailedError } from "../../spec/errors/transfer-failed-error.js";

/** How a call ended, in the few words a test compares. */
export async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "done";
  } catch (error) {
    if (error instanceof EgressRefusedError) return `refused: ${error.reason}`;
    if (error instanceof TransferFailedError) {
      return `failed: ${error.reason}, ${error.requestSent ? "sent" : "not sent"}, ${error.party}`;
    }
    throw error;
  }
}
