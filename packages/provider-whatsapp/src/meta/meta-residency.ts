import type { ProviderManifestInput } from "@plugboard/core/spec";

type Residency = ProviderManifestInput["operations"][number]["residency"];
type Facet = NonNullable<Residency["atRest"]>;

const LOCAL_STORAGE = "https://developers.facebook.com/documentation/business-messaging/whatsapp/local-storage";
const READ_ON = "2026-11-22";

/**
 * Meta's servers take the message and process it, whatever storage region the number has: up to 60 minutes in data centres that Meta does not list. The transfer
 * from the EU rests on Meta's data transfer addendum (standard contractual clauses).
 * @see https://www.whatsapp.com/legal/business-data-transfer-addendum
 */
const inUse: Facet = {
  countries: ["US"],
  safeguard: "standard-contractual-clauses",
  source: LOCAL_STORAGE,
  readOn: READ_ON,
  note: "in use for up to 60 minutes on Meta data centres internationally, also with local storage; Meta names no list of countries",
};

const stored: Facet = {
  countries: { setting: "storageCountries" },
  safeguard: "standard-contractual-clauses",
  source: LOCAL_STORAGE,
  readOn: READ_ON,
  note: "message content, in the number's local storage region; in Meta's US data centres for up to 30 days without one",
};

const webhooks: Facet = {
  ...inUse,
  source: "https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview",
  note: "webhooks leave from Meta's servers; undelivered ones are kept for up to 7 days",
};

/** Of operations that carry message content. */
export const contentResidency: Residency = { inTransit: inUse, processing: inUse, atRest: stored, callbacks: webhooks };

/** Of operations that carry ids only. */
export const controlResidency: Residency = { inTransit: inUse, processing: inUse };
