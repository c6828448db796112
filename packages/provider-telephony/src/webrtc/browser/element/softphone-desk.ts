import type { SoftphoneCommand } from "../../wire/softphone-command.js";
import type { SoftphoneEvent } from "../../wire/softphone-event.js";
import type { SoftphoneLiveCall, SoftphonePresence } from "../../wire/softphone-presence.js";
import type { SoftphoneRegistration } from "../../wire/softphone-registration.js";

/** The host as an operator's page sees it. */
export interface SoftphoneDesk {
  /** Credentials for a while. @throws {Error} this operator may not telephone now. */
  register(): Promise<SoftphoneRegistration>;
  /** Tells an event; tried again until the host has taken it, in order. */
  report(event: SoftphoneEvent): void;
  /** @param calls - what the page has now; told again to a host that has forgotten. */
  announce(presence: SoftphonePresence["state"], calls: readonly SoftphoneLiveCall[]): void;
  /** Hands over what the host asks for, each once, until the signal aborts. */
  follow(onCommand: (command: SoftphoneCommand) => void, signal: AbortSignal): Promise<void>;
}
