import type { SoftphonePermit } from "../../wire/softphone-dial.js";
import type { SoftphoneRegistration } from "../../wire/softphone-registration.js";

/** Whom a telephone asks for its credentials, and whether it may dial. */
export interface PhoneHost {
  /** Credentials for a while. @throws {Error} this operator may not telephone now. */
  register(): Promise<SoftphoneRegistration>;
  /**
   * Whether this may be dialled, and what for that: asked before every call, and before one is given to somebody.
   * @param commandId - the host's command that it follows.
   * @throws {DialRefusedError} a rule of the host says no. @throws {Error} it could not be asked.
   */
  mayDial(to: string, commandId?: string): Promise<SoftphonePermit>;
}
