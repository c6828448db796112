import { defineProvider } from "@plugboard/core/spec";
import { submissionEvents } from "./inbound/parse-submission.js";
import { webformManifest } from "./manifest/webform-manifest.js";
import { serveWebform } from "./serve/serve-webform.js";
import { webformContext } from "./serve/webform-context.js";
import { webformCredentialsSchema } from "./settings/webform-credentials.js";
import { webformSettingsSchema } from "./settings/webform-settings.js";
import { mintFormToken, readFormToken } from "./token/form-token.js";

/** Web forms on a website, served by the host itself. */
export const webform = defineProvider({
  manifest: webformManifest,
  settings: webformSettingsSchema,
  credentials: webformCredentialsSchema,
  open(connection) {
    const context = webformContext(connection);
    return {
      site: serveWebform(context),
      inboundEvents: submissionEvents(context),
      subjectRights: {
        rights: ["access", "erase"],
        // Submissions are the host's records. Here are counts under a hash, for as long as a window lasts.
        doSubjectRight({ right, address }) {
          const isForgotten = right === "erase" && context.limiter.forget("mailbox", address.toLowerCase());
          return Promise.resolve({ result: isForgotten ? "done" : "nothing-found" });
        },
      },
      probe: {
        // It works when a token that is minted with the channel's key is one.
        async doProbe() {
          const keys = await context.keys();
          const token = mintFormToken(keys[0], connection.channelId, "probe", connection.clock.now());
          const isRight = readFormToken(token, keys, connection.channelId, "probe") !== undefined;
          return isRight
            ? { state: "operational", certainty: 1 }
            : { state: "down", party: "host", code: "TOKEN_UNUSABLE", certainty: 1 };
        },
      },
      close: () => Promise.resolve(),
    };
  },
});
