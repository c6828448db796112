import { hmacCases } from "./hmac-cases.js";
import { jwtCases } from "./jwt-cases.js";
import { publicKeyCases } from "./public-key-cases.js";
import { twilioCases } from "./twilio-cases.js";
import { weakCases } from "./weak-cases.js";
import type { WebhookSchemeCase } from "./webhook-signer.js";

/** Every signature scheme of the webhook contract with a signer. */
export const webhookSchemeCases: readonly WebhookSchemeCase[] = [
  ...hmacCases,
  ...twilioCases,
  ...publicKeyCases,
  ...jwtCases,
  ...weakCases,
];
