import { defineProvider } from "@plugboard/core/spec";
import { asteriskCredentialsSchema } from "./asterisk-credentials.js";
import { asteriskManifest } from "./asterisk-manifest.js";
import { asteriskProbe } from "./asterisk-probe.js";
import { asteriskRecordings } from "./asterisk-recordings.js";
import { asteriskSettingsSchema } from "./asterisk-settings.js";
import { asteriskCalls } from "./calls/asterisk-calls.js";
import { CallRuns } from "./calls/call-runs.js";
import { AriEvents } from "./events/ari-events.js";
import { EventFollower } from "./events/event-follower.js";

/** The account's own exchange: calls as channels of a Stasis application, told over ARI's WebSocket. */
export const asterisk = defineProvider({
  manifest: asteriskManifest,
  settings: asteriskSettingsSchema,
  credentials: asteriskCredentialsSchema,
  open(connection) {
    const runs = new CallRuns(connection);
    return {
      calls: asteriskCalls(connection, runs),
      inboundEvents: new AriEvents(),
      mailboxSync: new EventFollower(connection, runs),
      media: asteriskRecordings(connection),
      probe: asteriskProbe(connection),
      close: async () => runs.close(),
    };
  },
});
