/**
 * DESIGN.md, "Fixed choices": the newest majors of many of these need Node 22. A range may ask for a later minor or
 * patch than is written here, never for another major; those without ^ or ~ are exact.
 */
export const PINNED_RANGES: Readonly<Record<string, string>> = {
  "@changesets/cli": "^2.31",
  cockatiel: "3.2.1",
  eventemitter3: "^5",
  imapflow: "2.1.0",
  kysely: "0.28",
  mailauth: "4.13.3",
  msw: "^2",
  nodemailer: "^10.6",
  "postal-mime": "^4",
  "reflect-metadata": "^0.2.2",
  tsup: "^8.5.1",
  tsyringe: "^4.10",
  typescript: "~5.9.3",
  undici: "^7.30",
  vite: "^8",
  vitest: "^4.1",
  zod: "^4",
};
