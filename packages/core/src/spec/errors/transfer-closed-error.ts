import { ContactCenterError } from "./contact-center-error.js";

/** A message was used after its transfer ended (R12). */
export class TransferClosedError extends ContactCenterError {
  override readonly code = "TRANSFER_CLOSED";
  constructor(transferId: string) {
    super("TRANSFER_CLOSED", { transferId });
  }
}
