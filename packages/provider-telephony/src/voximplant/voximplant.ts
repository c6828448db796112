import { defineProvider } from "@plugboard/core/spec";
import { voximplantMedia } from "./account/voximplant-media.js";
import { voximplantProbe } from "./account/voximplant-probe.js";
import { voximplantSubjectRights } from "./account/voximplant-subject-rights.js";
import { voximplantCalls } from "./calls/voximplant-calls.js";
import { voximplantInbound } from "./inbound/voximplant-inbound.js";
import { voximplantMessages } from "./sms/voximplant-messages.js";
import { voximplantCredentialsSchema } from "./voximplant-credentials.js";
import { voximplantManifest } from "./voximplant-manifest.js";
import { voximplantSettingsSchema } from "./voximplant-settings.js";

/**
 * Calls through Plugboard's VoxEngine scenario, and SMS, on Voximplant.
 * @see https://voximplant.com/docs/references/httpapi
 */
export const voximplant = defineProvider({
  manifest: voximplantManifest,
  settings: voximplantSettingsSchema,
  credentials: voximplantCredentialsSchema,
  open: (connection) => ({
    outboundMessages: voximplantMessages(connection),
    inboundEvents: voximplantInbound(connection.settings),
    calls: voximplantCalls(connection),
    media: voximplantMedia(connection),
    subjectRights: voximplantSubjectRights(connection),
    probe: voximplantProbe(connection),
    close: () => Promise.resolve(),
  }),
});
