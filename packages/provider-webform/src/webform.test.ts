import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { BASE, good, OWN, SHOP, startForm } from "./__fixtures__/start-form.js";
import { contactForm } from "./testing/contact-form.js";

test("a submission becomes a message of the person, with every field as it was written", async () => {
  const { open, post, handled } = await startForm();
  const { token } = await open();
  const message = "  Grüße 👋\r\n<b>&amp;\u202e=1+1\ttab ";
  const response = await post({
    ...good,
    message,
    interests: ["lamps", "chairs"],
    phone: "+49 30 1234",
    _token: token,
    _lang: "en",
    _website: "",
  });
  expect([response.status, await response.json()]).toEqual([200, { status: "accepted" }]);
  await expect.poll(() => handled.length).toBe(1);
  expect(handled[0]).toMatchObject({
    accountId: "acme",
    channelId: "contact",
    event: {
      type: "message",
      from: { kind: "email", value: "ann@example.com", name: "Ann Lee" },
      alsoKnownAs: [{ kind: "phone", value: "+49301234" }],
      to: ["contact"],
      text: message,
      fields: { full_name: "Ann Lee", topic: "order", message, interests: ["lamps", "chairs"], phone: "+49 30 1234" },
      details: { formId: "contact", language: "en", origin: SHOP },
    },
  });
});

test("a form without a script posts, and is answered with a page that a reload does not post again", async () => {
  const { call, clock, handled } = await startForm();
  const page = await (await call("?lang=de")).text();
  const token = /name="_token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  clock.nowMs += 5_000;
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...good, _token: token, _lang: "de", _website: "" }))
    body.append(name, value);
  body.append(
    "photos",
    new File([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1])], "a.png", { type: "text/html" }),
  );
  const response = await call("", {
    method: "POST",
    headers: { origin: OWN, accept: "text/html" },
    body,
    redirect: "manual",
  });
  expect([response.status, response.headers.get("location")]).toEqual([303, `${BASE}/thanks?lang=de`]);
  await expect.poll(() => handled.length).toBe(1);
  expect(handled[0]?.event).toMatchObject({ media: [{ kind: "image", contentType: "image/png", filename: "a.png" }] });
  expect(await (await call("/thanks?lang=de")).text()).toContain("Ihre Nachricht ist angekommen.");
});

test("the box's exact words, in the language they were shown in, are hashed into the consent", async () => {
  const { center, open, post, handled } = await startForm();
  const { token } = await open(SHOP, "de");
  await post({ ...good, newsletter: "yes", _token: token, _lang: "de" });
  await expect.poll(() => handled.length).toBe(1);
  const wording = contactForm.fields.find(({ name }) => name === "newsletter")?.label["de"] ?? "";
  expect(await center.consents.of("acme", { kind: "email", value: "ann@example.com" })).toMatchObject([
    {
      purposes: ["newsletter"],
      language: "de",
      method: "form",
      wordingHash: createHash("sha256").update(wording).digest("hex"),
    },
  ]);
});

test("a box that was not ticked is no consent", async () => {
  const { center, open, post, handled } = await startForm();
  await post({ ...good, _token: (await open()).token });
  await expect.poll(() => handled.length).toBe(1);
  expect(await center.consents.of("acme", { kind: "email", value: "ann@example.com" })).toEqual([]);
});
