import type { ConnectionV1 } from "@plugboard/core/spec";
import type { TwilioCredentials } from "./twilio-credentials.js";
import type { TwilioSettings } from "./twilio-settings.js";

/** What an open Twilio channel works with. */
export type TwilioConnection = ConnectionV1<TwilioSettings, TwilioCredentials>;
