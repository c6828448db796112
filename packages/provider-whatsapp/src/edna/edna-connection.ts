import type { ConnectionV1 } from "@plugboard/core/spec";
import type { EdnaCredentials } from "./edna-credentials.js";
import type { EdnaSettings } from "./edna-settings.js";

/** What an open edna channel works with. */
export type EdnaConnection = ConnectionV1<EdnaSettings, EdnaCredentials>;
