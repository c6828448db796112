import type { AdequacyDecision, ZoneTable } from "./zone-table.js";

const LIST =
  "https://commission.europa.eu/law/law-topic/data-protection/international-dimension-data-protection/adequacy-decisions_en";

const whole = (country: string, decision: string, adopted: string, until?: string): AdequacyDecision => ({
  country,
  decision,
  adopted,
  ...(until === undefined ? {} : { until }),
  scope: "whole",
  source: LIST,
});

const part = (country: string, decision: string, adopted: string, note: string): AdequacyDecision => ({
  country,
  decision,
  adopted,
  scope: "part",
  note,
  source: LIST,
});

/**
 * The European Economic Area (the 27 member states of the EU with Iceland, Liechtenstein and Norway) and the adequacy decisions in
 * force, as of the day it names. No legal advice: a host answers for the table it runs with.
 */
export const shippedZoneTable: ZoneTable = {
  asOf: "2026-11-22",
  eea: {
    countries: "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(" "),
    sources: [
      "https://european-union.europa.eu/principles-countries-history/eu-countries_en",
      "https://www.efta.int/eea",
    ],
  },
  adequacy: [
    whole("AD", "2010/625/EU", "2010-10-19"),
    whole("AR", "2003/490/EC", "2003-06-30"),
    whole("BR", "(EU) 2026/179", "2026-01-26"),
    part(
      "CA",
      "2002/2/EC",
      "2001-12-20",
      "recipients subject to the Personal Information Protection and Electronic Documents Act",
    ),
    whole("CH", "2000/518/EC", "2000-07-26"),
    whole("FO", "2010/146/EU", "2010-03-05"),
    whole("GB", "(EU) 2021/1772 (renewed on 2025-12-19)", "2021-06-28", "2031-12-27"),
    whole("GG", "2003/821/EC", "2003-11-21"),
    whole("IL", "2011/61/EU", "2011-01-31"),
    whole("IM", "2004/411/EC", "2004-04-28"),
    whole("JE", "2008/393/EC", "2008-05-08"),
    part(
      "JP",
      "(EU) 2019/419",
      "2019-01-23",
      "business operators under the Act on the Protection of Personal Information",
    ),
    part("KR", "(EU) 2022/254", "2021-12-17", "recipients subject to the Personal Information Protection Act"),
    whole("NZ", "2013/65/EU", "2012-12-19"),
    part("US", "(EU) 2023/1795", "2023-07-10", "organisations on the list of the EU-US Data Privacy Framework"),
    whole("UY", "2012/484/EU", "2012-08-21"),
  ],
};
