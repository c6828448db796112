import { expect, test } from "vitest";
import { formDefinitionSchema } from "../form/form-definition.js";
import { contactForm } from "../testing/contact-form.js";
import { submissionsCsv } from "./submissions-csv.js";

const form = formDefinitionSchema.parse(contactForm);
const cellOf = (message: string): string | undefined =>
  submissionsCsv(form, [{ providerMessageId: "1", fields: { message } }])
    .split("\r\n")[1]
    ?.split(",")[6];

test.each([
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "\n=1",
  "  =1",
  "\u00a0=1",
  "\uff1d1",
  "|cmd",
  "%0A=1",
  "\u200b=1",
])("%j is no formula", (text) => {
  expect(cellOf(text)?.replaceAll("\n", " ")).toMatch(/^"'/);
});

test("an ordinary cell stays as it is, with its quotes doubled", () => {
  expect(cellOf('say "hi"; 1-2=3')).toBe('"say ""hi""; 1-2=3"');
});

test("a submission has no columns of its own", () => {
  const csv = submissionsCsv(form, [
    { providerMessageId: "1", fields: { interests: ["lamps", "chairs"], hidden: "x" } },
  ]);
  expect(csv).toContain('"lamps; chairs"');
  expect(csv).not.toContain("hidden");
  expect(csv.charCodeAt(0)).toBe(0xfeff);
});
