import { countryCodeSchema } from "../spec/country-code.js";
import type { Seller } from "../spec/manifest/seller.js";
import type { Disclosure } from "./disclosure.js";
import { readSetting } from "./read-setting.js";

/** Who stands behind a channel: whom its settings name as the operator of the account's server, where they do, else the manifest's seller. */
export function sellerOf(
  { legalName, country, operator }: Seller,
  settings: unknown,
): Pick<Disclosure, "seller" | "sellerCountry"> {
  const named = operator && readSetting(settings, operator.legalName.setting);
  const established = countryCodeSchema.safeParse(operator && readSetting(settings, operator.country.setting));
  if (typeof named === "string" && named !== "" && established.success)
    return { seller: named, sellerCountry: established.data };
  return { seller: legalName, ...(country === undefined ? {} : { sellerCountry: country }) };
}
