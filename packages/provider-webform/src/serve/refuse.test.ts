import { expect, test } from "vitest";
import { BASE, good, OWN, SHOP, startForm } from "../__fixtures__/start-form.js";
import { contactForm } from "../testing/contact-form.js";
import { MOST_UPLOAD_BYTES } from "../files/most-upload-bytes.js";
import { germanWords } from "../words/german-words.js";

const URLENCODED = "application/x-www-form-urlencoded";
const tooMuch = (): RequestInit => ({ method: "POST", body: new Uint8Array(MOST_UPLOAD_BYTES + 131_073) });

test("a post that is too large to be read is answered with the form and words, in the language the form was in", async () => {
  const { call } = await startForm();
  const form = await (await call("?lang=de")).text();
  const [, action = ""] = /action="([^"]+)"/.exec(form) ?? [];
  const response = await call(action.slice(BASE.length), { ...tooMuch(), headers: { origin: OWN } });
  const page = await response.text();
  expect([response.status, response.headers.get("content-type")]).toEqual([413, "text/html; charset=utf-8"]);
  expect(page).toContain(germanWords.failures["too-large"]);
  expect(page).toContain(germanWords.failures["lost"]);
  expect(page).toContain('name="_token"');
});

test("a post that nobody could read is not said to be kept", async () => {
  const { call } = await startForm();
  const broken = new ReadableStream({ start: (controller) => controller.error(new Error("gone")) });
  const post = { method: "POST", headers: { origin: OWN }, body: broken, duplex: "half" } as const;
  const page = await (await call("?lang=de", post)).text();
  expect(page).toContain(germanWords.failures["not-read"]);
  expect(page).toContain(germanWords.failures["lost"]);
  expect(page).not.toContain(germanWords.failures["try-later"]);
});

test("how much may be chosen is said before anything is sent, beside a hint of the account's own, too", async () => {
  const fields = contactForm.fields.map((field) =>
    field.type === "file" ? { ...field, hint: { en: "A photo helps us." } } : field,
  );
  const { call } = await startForm({ settings: { form: { ...contactForm, languages: ["en"], fields } } });
  const page = await (await call("")).text();
  expect(page).toContain("A photo helps us.");
  expect(page).toContain("8 MB together");
});

test("the element hears that it was too large, and not that there is no network", async () => {
  const { call } = await startForm();
  const response = await call("", { ...tooMuch(), headers: { origin: SHOP, accept: "application/json" } });
  expect([response.status, response.headers.get("access-control-allow-origin"), await response.json()]).toEqual([
    413,
    SHOP,
    { status: "refused", code: "too-large" },
  ]);
});

test("texts that are more than a submission has are too large, not unreadable", async () => {
  const { call } = await startForm();
  const headers = { origin: SHOP, accept: "application/json", "content-type": URLENCODED };
  const response = await call("", { method: "POST", headers, body: `message=${"x".repeat(1_048_576)}` });
  expect([response.status, await response.json()]).toEqual([413, { status: "refused", code: "too-large" }]);
});

test("a browser that does not say whose page it is on shows why nothing was taken; a stranger's script reads nothing", async () => {
  const { call, handled, open } = await startForm();
  const { token } = await open(OWN);
  const body = new URLSearchParams({ ...good, _token: token });
  const page = await call("?lang=de", { method: "POST", headers: { origin: "null" }, body });
  expect([page.status, page.headers.get("access-control-allow-origin")]).toEqual([403, null]);
  const html = await page.text();
  expect(html).toContain(germanWords.failures["origin"]);
  // Nothing of the post was read, so nothing of it is shown.
  expect(html).not.toContain(good.email);
  const headers = { origin: "https://evil.example", accept: "application/json" };
  const answer = await call("", { method: "POST", headers, body });
  expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([403, null]);
  expect(await answer.json()).toEqual({ status: "refused", code: "origin" });
  expect(handled).toEqual([]);
});

test("who cannot confirm a consent now is told why", async () => {
  const { call } = await startForm();
  const confirm = (origin: string) =>
    call("/confirm?lang=de", { method: "POST", headers: { origin }, body: new URLSearchParams({ token: "x" }) });
  const other = await confirm("null");
  expect([other.status, await other.text()]).toEqual([
    403,
    expect.stringContaining(germanWords.failures["origin"] ?? "-"),
  ]);
  for (let time = 0; time < 60; time += 1) await confirm(OWN);
  const often = await confirm(OWN);
  expect([often.status, Number(often.headers.get("retry-after")) > 0]).toEqual([429, true]);
  expect(await often.text()).toContain(germanWords.failures["too-many"]);
});
