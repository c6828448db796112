import { defineProvider, type OutboundMessage } from "@plugboard/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { act, BASE, good, OWN, startForm } from "../__fixtures__/start-form.js";
import type { WebformSettingsInput } from "../settings/webform-settings.js";
import { contactForm } from "../testing/contact-form.js";

const facet = { countries: ["DE"], source: "account-settings" as const, readOn: "2026-11-22" };
const address = { kind: "email", value: "ann@example.com" } as const;

/** The account's mail, which keeps what it is given. */
function mailbox(sent: OutboundMessage[]) {
  return defineProvider({
    manifest: {
      id: "mail",
      name: "Mail",
      version: "1.0.0",
      coreRange: "*",
      channelKinds: ["email"],
      seller: { legalName: "Us", country: "DE", website: "https://us.example", support: "https://us.example" },
      documents: [],
      accountModes: ["own"],
      capabilities: ["outboundMessages"],
      endpoints: [{ id: "smtp", url: "smtp://mail.example" }],
      operations: [
        { id: "send", endpoints: ["smtp"], personalData: ["recipient-address"], residency: { processing: facet } },
      ],
      content: { features: { email: "full" }, addressKinds: ["email"] },
      sendOperation: "send",
    },
    settings: z.strictObject({}),
    credentials: z.strictObject({}),
    open: () => ({
      outboundMessages: {
        doSend({ message, messageId }) {
          sent.push(structuredClone(message));
          return Promise.resolve({ outcome: "received", providerMessageId: messageId });
        },
      },
      close: () => Promise.resolve(),
    }),
  });
}

async function start(settings: Partial<WebformSettingsInput> = {}) {
  const sent: OutboundMessage[] = [];
  const form = {
    ...contactForm,
    fields: contactForm.fields.map((field) => (field.type === "consent" ? { ...field, doubleOptIn: true } : field)),
  };
  const doubleOptIn = {
    channelId: "mail",
    subject: { en: "Please confirm", de: "Bitte bestätigen" },
    text: { en: "Please open {link} to confirm.", de: "Bitte öffnen Sie {link}." },
  };
  const host = await startForm({ settings: { form, doubleOptIn, ...settings }, providers: [mailbox(sent)] });
  await host.center.channels.activate({
    accountId: "acme",
    channelId: "mail",
    providerId: "mail",
    settings: {},
    instructed: act,
    termsAccepted: act,
    shown: host.center.channels.disclosure("mail", {}),
    residency: { zones: ["EEA"] },
  });
  return { ...host, sent };
}

const confirmedAt = async ({ center }: Awaited<ReturnType<typeof start>>) =>
  (await center.consents.of("acme", address))[0]?.confirmation?.confirmedAt;

test("a consent counts when the person presses the button behind the link that only their mailbox has", async () => {
  const host = await start();
  const { call, open, post, sent } = host;
  await post({ ...good, newsletter: "yes", _token: (await open(undefined, "de")).token, _lang: "de" });
  await expect.poll(() => sent.length).toBe(1);
  const { content, recipients } = sent[0]!;
  expect([recipients[0]?.address.value, content]).toMatchObject([
    address.value,
    { type: "email", subject: "Bitte bestätigen" },
  ]);
  const link = /https:\S+(?=\.$)/.exec(content.type === "email" ? (content.text ?? "") : "")?.[0] ?? "";
  expect(link.startsWith(`${BASE}/confirm?lang=de&token=`)).toBe(true);
  const path = link.slice(BASE.length);
  // A mail scanner opens every link.
  const page = await call(path);
  expect([page.status, await confirmedAt(host)]).toEqual([200, undefined]);
  const token = new URL(link).searchParams.get("token") ?? "";
  const html = await page.text();
  expect(html).toContain(token);
  // Nothing is done yet, and nothing says so: whoever sees a tick goes away.
  expect(html).not.toContain("message done");
  const press = (value: string, origin = OWN) =>
    call("/confirm?lang=de", { method: "POST", headers: { origin }, body: new URLSearchParams({ token: value }) });
  const confirm = async (value: string, origin?: string) => (await press(value, origin)).status;
  expect([await confirm(`${token}x`), await confirm(""), await confirm(token, "https://evil.example")]).toEqual([
    410, 410, 403,
  ]);
  expect(await confirmedAt(host)).toBeUndefined();
  expect(await (await press(`${token}x`)).text()).not.toContain("message done");
  expect([await confirm(token), await (await press(token)).text()]).toEqual([
    200,
    expect.stringContaining("message done"),
  ]);
  expect(await confirmedAt(host)).toBe("2026-11-22T10:00:05.000Z");
});

test("one mailbox is not filled with questions, whoever asks", async () => {
  const { open, post, sent } = await start({ limits: { perMailbox: { count: 2, perSeconds: 3_600 } } });
  const statuses: number[] = [];
  for (let time = 0; time < 4; time += 1) {
    const { token } = await open();
    const options = { clientAddress: `192.0.2.${String(time)}` };
    statuses.push(
      (
        await post(
          { ...good, email: time % 2 ? "ANN@example.com" : good.email, newsletter: "yes", _token: token },
          options,
        )
      ).status,
    );
  }
  expect(statuses).toEqual([200, 200, 429, 429]);
  await expect.poll(() => sent.length).toBe(2);
});

test("a form whose consent has to be confirmed needs the channel and the address for it", async () => {
  await expect(start({ doubleOptIn: undefined })).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
  await expect(start({ publicUrl: undefined })).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
});
