import { runScenario } from "./run-scenario.js";
import { speechParts } from "./speech-parts.js";
import { voiceOf } from "./voice-of.js";

/** The globals of VoxEngine that the scenario is handed. */
const GLOBALS = [
  ...["VoxEngine", "AppEvents", "CallEvents", "RecorderEvents", "AMD", "VoiceList"],
  ...["Net", "Crypto", "Logger", "setTimeout", "clearTimeout"],
].join(", ");

/**
 * Plugboard's VoxEngine scenario, to be put into the account's application behind the rule `ruleId` of the settings. It keeps no secret in its text: the
 * application's secrets `plugboard_webhook` and `plugboard_hash` do.
 */
export const voxEngineScenario = `// Plugboard's scenario: speaks the host's verbs and events over HTTPS.
require(Modules.AI);
require(Modules.Recorder);
(${runScenario.toString()})({ ${GLOBALS} }, {
  speechParts: ${speechParts.toString()},
  voiceOf: ${voiceOf.toString()},
});
`;
