import type { SoftphoneCommand } from "../../wire/softphone-command.js";
import type { SoftphoneEvent } from "../../wire/softphone-event.js";
import type { SoftphonePresence } from "../../wire/softphone-presence.js";
import type { SoftphoneRegistration } from "../../wire/softphone-registration.js";

/** The host as an operator's page sees it. */
export interface SoftphoneDesk {
  /** Credentials for a while. @throws {Error} this operator may not telephone now. */
  register(): Promise<SoftphoneRegistration>;
  /** Tells an event; tried again until the host has taken it, in order. */
  report(event: SoftphoneEvent): void;
  announce(presence: SoftphonePresence["state"]): void;
  /** Hands over what the host asks for, each once, until the signal aborts. */
  follow(onCommand: (command: SoftphoneCommand) => void, signal: AbortSignal): Promise<void>;
}
