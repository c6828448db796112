export { voxEngineScenario } from "./scenario/vox-engine-scenario.js";
export { voximplant } from "./voximplant.js";
export { type VoximplantCredentials, voximplantCredentialsSchema } from "./voximplant-credentials.js";
export { VOXIMPLANT_PROVIDER_ID } from "./voximplant-provider-id.js";
export {
  type VoximplantSettings,
  type VoximplantSettingsInput,
  voximplantSettingsSchema,
} from "./voximplant-settings.js";
