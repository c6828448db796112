import type { ConnectionV1 } from "@plugboard/core/spec";
import type { VoximplantCredentials } from "./voximplant-credentials.js";
import type { VoximplantSettings } from "./voximplant-settings.js";

/** What an open Voximplant channel works with. */
export type VoximplantConnection = ConnectionV1<VoximplantSettings, VoximplantCredentials>;
