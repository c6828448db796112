import { expect, test } from "vitest";
import { asteriskSettingsSchema } from "./asterisk-settings.js";

const parsed = (phonePattern: string) =>
  asteriskSettingsSchema.safeParse({
    ari: { host: "pbx.example" },
    application: "plugboard",
    countries: ["DE"],
    phonePattern,
  });

test.each(["PJSIP/{to}@trunk", "PJSIP/0{to}", "SIP/{to}-{to}", "DAHDI/g1/{to}"])("%s says how to dial", (pattern) => {
  expect(parsed(pattern).success).toBe(true);
});

test.each([
  "PJSIP/trunk",
  "PJSIP",
  "{to}@trunk",
  "PJSIP/{to},{to}",
  "PJSIP/{to}&SIP/1",
  "PJSIP/ {to}",
  `PJSIP/{to}${"0".repeat(128)}`,
])("%s does not", (pattern) => {
  expect(parsed(pattern).success).toBe(false);
});

test("how to dial is read in one pass, however long it is", () => {
  const beganAt = performance.now();
  expect(parsed(`PJSIP/${"{to}".repeat(100_000)} `).success).toBe(false);
  // Every {to} followed to the end would take more than ten seconds.
  expect(performance.now() - beganAt).toBeLessThan(3000);
});
