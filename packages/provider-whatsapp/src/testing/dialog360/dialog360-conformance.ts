import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { dialog360, dialog360CredentialsSchema } from "../../dialog360/index.js";
import {
  cloudFaults,
  cloudWebhooks,
  FIXTURE_CAPABILITIES,
  FIXTURE_SENDER,
  FIXTURE_TEMPLATES,
  KNOWN_MESSAGE_ID,
} from "../cloud-api/cloud-fixtures.js";
import { CLOUD_MESSAGES } from "../cloud-api/cloud-message-samples.js";
import { dialog360WebhookHeaders } from "./dialog360-webhook-headers.js";
import { startDialog360Simulator } from "./start-dialog360-simulator.js";

/** 360dialog for the conformance kit. */
export const dialog360Conformance: ProviderFixtures = {
  provider: dialog360,
  packageName: "@plugboard/provider-whatsapp",
  connect: (origin) => ({
    settings: { phoneNumberId: FIXTURE_SENDER.phoneNumberId, storageCountries: ["DE"] },
    redirects: { "https://waba-v2.360dialog.io": origin },
  }),
  credentials: { apiKey: "simulated-d360-api-key-0001", webhookSecret: "simulated-webhook-secret-0001" },
  otherCredentials: { apiKey: "another-d360-api-key-0002", webhookSecret: "another-webhook-secret-0002" },
  startSimulator: async ({ credentials }) => {
    const simulator = await startDialog360Simulator({
      apiKey: dialog360CredentialsSchema.parse(credentials).apiKey,
      sender: FIXTURE_SENDER,
      templates: FIXTURE_TEMPLATES,
      templatesPerPage: 2,
    });
    simulator.simulation.desk.personWrote({ id: KNOWN_MESSAGE_ID }, Date.now());
    simulator.simulation.webhook = { url: "https://host.example.com/webhooks/channel-1" };
    return simulator;
  },
  messages: CLOUD_MESSAGES,
  faults: cloudFaults,
  webhooks: {
    ...cloudWebhooks(FIXTURE_SENDER),
    sign: ({ credentials }) => ({
      headers: dialog360WebhookHeaders(dialog360CredentialsSchema.parse(credentials).webhookSecret),
    }),
  },
  capabilities: {
    ...FIXTURE_CAPABILITIES,
    webhookRegistration: { url: "https://host.example.com/webhooks/channel-1" },
  },
};
