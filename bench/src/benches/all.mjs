import callWebhook from "./call-webhook.mjs";
import chatMessage from "./chat-message.mjs";
import crash from "./crash.mjs";
import formDurable from "./form-durable.mjs";
import gates from "./gates.mjs";
import ledger from "./ledger.mjs";
import marketIndex from "./market-index.mjs";
import pluginLoad from "./plugin-load.mjs";
import rules from "./rules.mjs";
import sendDurable from "./send-durable.mjs";
import sendIsolated from "./send-isolated.mjs";
import sendMemory from "./send-memory.mjs";
import sendSoak from "./send-soak.mjs";
import tenants from "./tenants.mjs";
import webhookDurable from "./webhook-durable.mjs";

/** Every bench, in the order they run. */
export const BENCHES = [
  sendDurable,
  sendMemory,
  webhookDurable,
  callWebhook,
  chatMessage,
  formDurable,
  sendIsolated,
  tenants,
  pluginLoad,
  marketIndex,
  gates,
  rules,
  ledger,
  crash,
  sendSoak,
];
