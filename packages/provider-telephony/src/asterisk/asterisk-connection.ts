import type { ConnectionV1 } from "@plugboard/core/spec";
import type { AsteriskCredentials } from "./asterisk-credentials.js";
import type { AsteriskSettings } from "./asterisk-settings.js";

/** What an open Asterisk channel works with. */
export type AsteriskConnection = ConnectionV1<AsteriskSettings, AsteriskCredentials>;
