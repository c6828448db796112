import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readSubProcessors } from "./read-sub-processors.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plugboard-sub-processors-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (value: unknown): void => writeFileSync(join(folder, "sub-processors.json"), JSON.stringify(value));
const acme = { name: "Acme Hosting GmbH", country: "DE", purpose: "servers" };

test("are what the author wrote, and an empty list stays one: it says nobody", async () => {
  write({ "acme-mail": [acme], "acme-sms": [] });
  expect(await readSubProcessors(folder, ["acme-mail", "acme-sms"])).toEqual({ "acme-mail": [acme], "acme-sms": [] });
});

test("are nothing without the file", async () => {
  expect(await readSubProcessors(folder, ["acme-mail"])).toEqual({});
});

test.each([
  ["of a provider that the package does not have", { "acme-mial": [acme] }, "names acme-mial"],
  ["with a country that is none", { "acme-mail": [{ ...acme, country: "Germany" }] }, "acme-mail.0.country"],
])("%s are refused", async (_what, value, problem) => {
  write(value);
  await expect(readSubProcessors(folder, ["acme-mail"])).rejects.toThrow(problem);
});
