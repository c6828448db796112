import type { ProviderManifestInput } from "@plugboard/core/spec";

type Residency = ProviderManifestInput["operations"][number]["residency"];
type Facet = NonNullable<Residency["atRest"]>;

const READ_ON = "2026-11-22";

/** 360dialog (Berlin) passes messages on to Meta, so both countries process them. */
const inUse: Facet = {
  countries: ["DE", "US"],
  safeguard: "standard-contractual-clauses",
  source: "https://docs.360dialog.com/docs/resources/architecture-and-security",
  readOn: READ_ON,
  note: "360dialog hands messages on to Meta's Cloud API, where content is in use on data centres internationally while it is processed",
};
const stored: Facet = {
  countries: { setting: "storageCountries" },
  safeguard: "standard-contractual-clauses",
  source: "https://docs.360dialog.com/docs/hub/local-storage",
  readOn: READ_ON,
  note: "message content, in the number's local storage region; not supported for numbers that are used with the WhatsApp Business app (COEX)",
};

/** Of operations that carry message content. */
export const contentResidency: Residency = { inTransit: inUse, processing: inUse, atRest: stored, callbacks: inUse };

/** Of operations that carry ids only. */
export const controlResidency: Residency = { inTransit: inUse, processing: inUse };
