import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { meta, metaCredentialsSchema } from "../../meta/index.js";
import {
  cloudFaults,
  cloudWebhooks,
  FIXTURE_CAPABILITIES,
  FIXTURE_SENDER,
  FIXTURE_TEMPLATES,
  KNOWN_MESSAGE_ID,
} from "../cloud-api/cloud-fixtures.js";
import { CLOUD_MESSAGES } from "../cloud-api/cloud-message-samples.js";
import { signMetaWebhook } from "./sign-meta-webhook.js";
import { startMetaSimulator } from "./start-meta-simulator.js";

const credentials = {
  accessToken: "EAAsimulated-token-of-a-system-user-0001",
  appSecret: "5f1dcbe2f4b84f57simulated0001",
  verifyToken: "verify-token-simulated-0001",
};

/** Meta's Cloud API for the conformance kit. */
export const metaConformance: ProviderFixtures = {
  provider: meta,
  packageName: "@plugboard/provider-whatsapp",
  connect: (origin) => ({
    settings: {
      phoneNumberId: FIXTURE_SENDER.phoneNumberId,
      businessAccountId: FIXTURE_SENDER.businessAccountId,
      storageCountries: ["DE"],
    },
    redirects: { "https://graph.facebook.com": origin, "https://lookaside.fbsbx.com": origin },
  }),
  credentials,
  otherCredentials: {
    accessToken: "EAAanother-token-of-a-system-user-0002",
    appSecret: "9a0ffee0another-app-secret-0002",
    verifyToken: "verify-token-of-another-0002",
  },
  startSimulator: async (options) => {
    const { accessToken, appSecret } = metaCredentialsSchema.parse(options.credentials);
    const simulator = await startMetaSimulator({
      accessToken,
      appSecret,
      sender: FIXTURE_SENDER,
      templates: FIXTURE_TEMPLATES,
      templatesPerPage: 2,
    });
    simulator.simulation.desk.personWrote({ id: KNOWN_MESSAGE_ID }, Date.now());
    return simulator;
  },
  messages: CLOUD_MESSAGES,
  faults: cloudFaults,
  webhooks: {
    ...cloudWebhooks(FIXTURE_SENDER),
    sign: ({ body, credentials: signing }) => ({
      headers: signMetaWebhook(body, metaCredentialsSchema.parse(signing).appSecret),
    }),
    handshakes: [
      {
        method: "GET",
        query: `hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${credentials.verifyToken}`,
        answer: { status: 200, body: "1158201444" },
        wrongQuery: "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify-token-of-nobody",
      },
    ],
  },
  capabilities: {
    ...FIXTURE_CAPABILITIES,
    webhookRegistration: { url: "https://host.example.com/webhooks/channel-1" },
  },
};
