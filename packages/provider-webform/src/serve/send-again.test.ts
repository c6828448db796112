import { StoreError } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { expect, test } from "vitest";
import { BASE, good, OWN, startForm } from "../__fixtures__/start-form.js";

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
type FormHost = Awaited<ReturnType<typeof startForm>>;

/** What a browser without a script does: it opens the page, and posts it with a boundary that is another one each time. */
async function withoutScript(host: FormHost) {
  const page = await (await host.call("?lang=en")).text();
  host.clock.nowMs += 5_000;
  const token = tokenOf(page);
  const send = (fields: Readonly<Record<string, string>>, path = "") => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ _token: token, _lang: "en", ...good, ...fields }))
      body.append(name, value);
    body.append("photos", new File([PNG], "a.png"));
    return host.call(path, { method: "POST", headers: { origin: OWN }, body });
  };
  return { token, send };
}
const tokenOf = (page: string): string => /name="_token" value="([^"]+)"/.exec(page)?.[1] ?? "";

test("whoever presses the button twice without a script sees that it arrived, and it is there once", async () => {
  const host = await startForm();
  const { send } = await withoutScript(host);
  const answers = [await send({}), await send({})];
  expect(answers.map(({ status, headers }) => [status, headers.get("location")])).toEqual([
    [303, `${BASE}/thanks?lang=en`],
    [303, `${BASE}/thanks?lang=en`],
  ]);
  await expect.poll(() => host.handled.length).toBe(1);
});

test("another text under a token that was used is shown again, and can be sent with one more press", async () => {
  const host = await startForm();
  const { send } = await withoutScript(host);
  await send({});
  const answer = await send({ message: "Another text" });
  const page = await answer.text();
  expect([answer.status, page.includes("Another text"), page.includes("sent before")]).toEqual([409, true, true]);
  expect(page).toMatch(/choose your files again[^]*name="photos"|name="photos"[^]*choose your files again/);
  host.clock.nowMs += 5_000;
  expect((await send({ message: "Another text", _token: tokenOf(page) })).status).toBe(303);
  await expect.poll(() => host.handled.length).toBe(2);
});

test("what could not be taken just now is kept on the page, as the page says, under the same token", async () => {
  const store = memoryStore();
  let isDown = false;
  const proxy = new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name === "commit" && isDown) return () => Promise.reject(new StoreError("STORE_UNAVAILABLE"));
      return (value as () => unknown).bind(target);
    },
  });
  const host = await startForm({ store: proxy });
  const { send, token } = await withoutScript(host);
  isDown = true;
  const answer = await send({ message: "Kept words" });
  const page = await answer.text();
  expect([answer.status, page.includes("What you wrote is kept"), page.includes("Kept words"), tokenOf(page)]).toEqual([
    503,
    true,
    true,
    token,
  ]);
});

test("who is taken for a program keeps what they wrote", async () => {
  const host = await startForm({ settings: { minimumFillSeconds: 0 } });
  const { send } = await withoutScript(host);
  const answer = await send({ message: "Kept words", _website: "filled in by an assistive tool" });
  const page = await answer.text();
  expect([answer.status, page.includes("Kept words"), page.includes("assistive tool")]).toEqual([422, true, false]);
});

test("without a script a limit does not cost what was written: it is there again, as text, under a fresh token", async () => {
  const host = await startForm({ settings: { limits: { perVisitor: { count: 1, perSeconds: 600 } } } });
  const { token, send } = await withoutScript(host);
  await send({});
  const answer = await send({ message: '</textarea><script>alert("x")</script>' });
  const page = await answer.text();
  expect([answer.status, Number(answer.headers.get("retry-after")) > 0]).toEqual([429, true]);
  expect(page).toContain("&lt;/textarea&gt;&lt;script&gt;");
  expect(page).not.toContain("<script>alert");
  expect([tokenOf(page).length > 20, tokenOf(page) === token]).toEqual([true, false]);
});
