/**
 * The European Economic Area: the 27 member states of the EU with Iceland, Liechtenstein and Norway.
 * @see https://european-union.europa.eu/principles-countries-history/eu-countries_en (read 2026-11-21)
 * @see https://www.efta.int/eea (read 2026-11-21)
 */
export const europeanEconomicArea: readonly string[] =
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO".split(" ");
