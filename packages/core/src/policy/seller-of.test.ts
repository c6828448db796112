import { describe, expect, test } from "vitest";
import { sellerOf } from "./seller-of.js";

const where = { website: "https://example.com", support: "https://example.com/help" };
const operator = { legalName: { setting: "operator.legalName" }, country: { setting: "operator.country" } };
const connector = { legalName: "The connector's project", operator, ...where };

describe("who is shown as the seller", () => {
  test("is the manifest's, whatever the settings say, where it names no setting", () => {
    const settings = { operator: { legalName: "Somebody", country: "FR" } };
    expect(sellerOf({ legalName: "Acme GmbH", country: "DE", ...where }, settings)).toEqual({
      seller: "Acme GmbH",
      sellerCountry: "DE",
    });
  });

  test("is the operator whom the account's settings name", () => {
    const settings = { operator: { legalName: "Mail & Co. SAS", country: "FR" } };
    expect(sellerOf(connector, settings)).toEqual({ seller: "Mail & Co. SAS", sellerCountry: "FR" });
  });

  test.each([
    ["nobody", {}],
    ["a name without a country", { operator: { legalName: "Mail & Co. SAS" } }],
    ["a country without a name", { operator: { country: "FR" } }],
    ["a country that is none", { operator: { legalName: "Mail & Co. SAS", country: "France" } }],
  ])("has no country made up for it where the settings name %s", (_what, settings) => {
    expect(sellerOf(connector, settings)).toEqual({ seller: "The connector's project" });
  });
});
