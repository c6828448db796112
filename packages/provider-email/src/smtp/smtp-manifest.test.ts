import { createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { expect, onTestFinished, test } from "vitest";
import { smtp } from "./smtp.js";
import type { SmtpSettingsInput } from "./smtp-settings.js";

const settings: SmtpSettingsInput = {
  from: { address: "support@acme.example" },
  countries: ["FR"],
  smtp: { host: "mail.example.com", port: 465, security: "tls" },
};

async function disclosureOf(changes: Partial<SmtpSettingsInput>) {
  const center = await createContactCenter({
    store: memoryStore(),
    providers: [smtp],
    authority: { unchecked: "a test" },
  });
  onTestFinished(() => center.close());
  return center.channels.disclosure("smtp", { ...settings, ...changes });
}

test("the operator the account names is shown as the seller, with its country (R17)", async () => {
  const shown = await disclosureOf({ operator: { legalName: "Poste & Fils SAS", country: "FR" } });
  expect(shown).toMatchObject({ seller: "Poste & Fils SAS", sellerCountry: "FR" });
});

test("without one no country is claimed, and the choice is said to be the account's", async () => {
  const shown = await disclosureOf({});
  expect(shown).not.toHaveProperty("sellerCountry");
  expect(shown.seller).toContain("the account's own choice");
});
