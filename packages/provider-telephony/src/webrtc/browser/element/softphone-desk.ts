import type { SoftphoneCommand } from "../../wire/softphone-command.js";
import type { SoftphoneEvent } from "../../wire/softphone-event.js";
import type { SoftphoneLiveCall, SoftphonePresence } from "../../wire/softphone-presence.js";
import type { PhoneHost } from "../phone/phone-host.js";

/** The host as an operator's page sees it. */
export interface SoftphoneDesk extends PhoneHost {
  /** Tells an event; tried again until the host has taken it, in order. */
  report(event: SoftphoneEvent): void;
  /** @param calls - what the page has now; told again to a host that has forgotten. */
  announce(presence: SoftphonePresence["state"], calls: readonly SoftphoneLiveCall[]): void;
  /** Hands over what the host asks for, each once, until the signal aborts. */
  follow(onCommand: (command: SoftphoneCommand) => void, signal: AbortSignal): Promise<void>;
}
