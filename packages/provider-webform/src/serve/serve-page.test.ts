import { expect, test } from "vitest";
import { OWN, SHOP, startForm } from "../__fixtures__/start-form.js";

test("a page runs no script, is framed by the listed websites only, and posts to nobody else", async () => {
  const { call } = await startForm({ settings: { redirects: ["https://pay.example/next"] } });
  const response = await call("");
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`frame-ancestors 'self' ${SHOP};`);
  expect(policy).toContain("form-action 'self' https://pay.example;");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toContain("unsafe-");
  expect([response.headers.get("x-content-type-options"), response.headers.get("cache-control")]).toEqual([
    "nosniff",
    "no-store",
  ]);
  const html = await response.text();
  expect(html).not.toMatch(/<script|style="|\son[a-z]+=/);
});

test("what was typed is shown again as text", async () => {
  const { call } = await startForm();
  const attack = `"><img src=x onerror=alert(1)></textarea><script>alert(2)</script>'`;
  const body = new URLSearchParams({ full_name: attack, message: attack, email: attack, _token: "1", topic: attack });
  const response = await call("", { method: "POST", headers: { origin: OWN, accept: "text/html" }, body });
  const html = await response.text();
  expect(html).not.toMatch(/<img|<script/);
  expect(html).toContain("&quot;&gt;&lt;img");
});

test("the language is the one asked for, else the reader's, else the form's first", async () => {
  const { call } = await startForm();
  const language = async (query: string, accept = "") => {
    const html = await (await call(query, { headers: { "accept-language": accept } })).text();
    return /<html lang="([^"]+)" dir="([^"]+)"/.exec(html)?.slice(1).join(" ");
  };
  expect([
    await language("?lang=ar"),
    await language("", "de-AT,de;q=0.9"),
    await language("", "xx"),
    await language("?lang=<b>"),
  ]).toEqual(["ar rtl", "de ltr", "en ltr", "en ltr"]);
});

test("with a puzzle the page has the element, and says so to who has no script", async () => {
  const { call } = await startForm({ settings: { proofOfWork: {} } });
  const html = await (await call("")).text();
  expect(html).toContain("<plugboard-form");
  expect(html).toContain("This form needs JavaScript.");
});

test("the script and the style are cached, and not sent again to who has them", async () => {
  const { call } = await startForm();
  for (const path of ["/form.js", "/form.css"]) {
    const first = await call(path);
    const etag = first.headers.get("etag") ?? "";
    expect([first.status, (await call(path, { headers: { "if-none-match": etag } })).status]).toEqual([200, 304]);
  }
});

test("the data of a form is described by a JSON Schema", async () => {
  const { call } = await startForm();
  const schema = (await (await call("/schema.json?lang=de", { headers: { origin: SHOP } })).json()) as Record<
    string,
    unknown
  >;
  expect(schema).toMatchObject({
    title: "Schreiben Sie uns",
    required: ["full_name", "email", "topic", "message"],
    properties: {
      email: { format: "email", "x-personal-data": "sender-address", "x-purpose": "um Ihnen zu antworten" },
    },
  });
});

test.each(["/nothing", "/../form.json", "/form.json/", "/%2e%2e/"])("%s is not there", async (path) => {
  const { call } = await startForm();
  expect((await call(path)).status).toBe(404);
});
