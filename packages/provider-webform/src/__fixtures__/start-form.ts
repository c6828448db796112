import {
  type ContactCenter,
  createContactCenter,
  type InboundEnvelope,
  type ProviderV1,
  type Store,
} from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { onTestFinished } from "vitest";
import type { FormDelivery } from "../form/form-delivery.js";
import type { WebformSettingsInput } from "../settings/webform-settings.js";
import { contactForm } from "../testing/contact-form.js";
import { webform } from "../webform.js";

export const BASE = "https://forms.example/sites/contact";
export const OWN = "https://forms.example";
export const SHOP = "https://shop.example";
export const signingKey = "k".repeat(40);
export const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;
const START_MS = Date.parse("2026-11-22T10:00:00Z");

export interface FormHost {
  readonly center: ContactCenter;
  readonly handled: InboundEnvelope[];
  readonly clock: { nowMs: number };
  readonly logged: unknown[];
  call(path: string, init?: RequestInit, clientAddress?: string): Promise<Response>;
  /** The form as the element gets it, and the time it takes a person to fill it in. */
  open(origin?: string, language?: string): Promise<FormDelivery>;
  post(
    fields: Readonly<Record<string, string | readonly string[]>>,
    options?: { readonly origin?: string; readonly accept?: string; readonly clientAddress?: string },
  ): Promise<Response>;
}

export const good = { full_name: "Ann Lee", email: "ann@example.com", topic: "order", message: "Hello" };

/** A host that serves one form, at a clock that stands still. */
export async function startForm(
  options: {
    readonly settings?: Partial<WebformSettingsInput>;
    readonly store?: Store;
    readonly providers?: readonly ProviderV1[];
    readonly live?: { readonly current: unknown; readonly previous?: unknown };
  } = {},
): Promise<FormHost> {
  const clock = { nowMs: START_MS };
  const logged: unknown[] = [];
  const log = (...line: unknown[]): void => void logged.push(line);
  const center = await createContactCenter({
    store: options.store ?? memoryStore(),
    authority: { unchecked: "a test" },
    providers: [webform, ...(options.providers ?? [])],
    secrets:
      options.live === undefined
        ? memorySecrets({ form: { signingKey } })
        : { resolve: () => Promise.resolve(options.live!) },
    clock: { now: () => clock.nowMs },
    logger: { debug: log, info: log, warn: log, error: log },
    settings: { inboundBackoffBaseMs: 1 },
  });
  onTestFinished(() => center.close({ graceMs: 0 }));
  const settings = { form: contactForm, countries: ["DE"], publicUrl: BASE, origins: [SHOP], ...options.settings };
  await center.channels.activate({
    accountId: "acme",
    channelId: "contact",
    providerId: "webform",
    settings,
    secret: "form",
    instructed: act,
    termsAccepted: act,
    shown: center.channels.disclosure("webform", settings),
    residency: { zones: ["EEA"] },
  });
  const handled: InboundEnvelope[] = [];
  center.receive((envelope) => void handled.push(envelope));
  const call: FormHost["call"] = (path, init, clientAddress = "192.0.2.1") =>
    center.fetch(new Request(BASE + path, init), { clientAddress });
  return {
    center,
    handled,
    clock,
    logged,
    call,
    async open(origin = SHOP, language = "en") {
      const response = await call(`/form.json?lang=${language}`, { headers: { origin } });
      const delivery = (await response.json()) as FormDelivery;
      clock.nowMs += 5_000;
      return delivery;
    },
    post(fields, { origin = SHOP, accept = "application/json", clientAddress = "192.0.2.1" } = {}) {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries(fields))
        for (const one of typeof value === "string" ? [value] : value) body.append(name, one);
      return call("", { method: "POST", headers: { origin, accept }, body }, clientAddress);
    },
  };
}
