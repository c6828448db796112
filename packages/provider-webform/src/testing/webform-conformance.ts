import type { ProviderFixtures, ProviderSimulator, SiteAsk } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";
import type { WebformSettingsInput } from "../settings/webform-settings.js";
import { webform } from "../webform.js";
import { contactForm } from "./contact-form.js";

const ORIGIN = "https://shop.example";
const FORM = "application/x-www-form-urlencoded";
const deliverySchema = z.object({ token: z.string() });

const settings: WebformSettingsInput = {
  form: contactForm,
  countries: ["DE"],
  origins: [ORIGIN],
  minimumFillSeconds: 0,
  limits: { perVisitor: { count: 1_000, perSeconds: 60 } },
};

/** Nobody is on the other side: the host serves the form itself. */
const nobody: ProviderSimulator = {
  origin: "http://127.0.0.1:9",
  requests: [],
  messages: [],
  complaints: [],
  misbehave: () => undefined,
  close: () => Promise.resolve(),
};

function submission(token: string, text: string): SiteAsk {
  const fields = {
    full_name: "Ann Lee",
    email: "ann@example.com",
    topic: "order",
    message: text,
    _token: token,
    _lang: "en",
  };
  return {
    method: "POST",
    path: "",
    headers: { origin: ORIGIN, accept: "application/json", "content-type": FORM },
    body: new URLSearchParams(fields).toString(),
  };
}

/** What the conformance kit is told of the web form. */
export const webformConformance: ProviderFixtures = {
  provider: webform,
  packageName: "@plugboard/provider-webform",
  connect: () => ({ settings }),
  credentials: { signingKey: "conformance-signing-key-0123456789abcdef" },
  otherCredentials: { signingKey: "another-signing-key-fedcba9876543210-xyz" },
  startSimulator: () => Promise.resolve(nobody),
  messages: [],
  site: {
    page: { method: "GET", path: "?lang=de", headers: {} },
    async prepare(ask, text) {
      const response = await ask({ method: "GET", path: "/form.json", headers: { origin: ORIGIN } });
      return submission(deliverySchema.parse(await response.json()).token, text);
    },
    strangers(ask) {
      const body = typeof ask.body === "string" ? ask.body : "";
      const change = (name: string, to: (fields: URLSearchParams) => void) => {
        const fields = new URLSearchParams(body);
        to(fields);
        return { name, ask: { ...ask, body: fields.toString() } };
      };
      const token = new URLSearchParams(body).get("_token") ?? "";
      return [
        change("without-token", (fields) => fields.delete("_token")),
        change("changed-token", (fields) => fields.set("_token", `${token.slice(0, -2)}AA`)),
        change("older-token", (fields) => fields.set("_token", token.replace(/^1\.[0-9a-z]/, "1.0"))),
        change("filled-trap", (fields) => fields.set("_website", "http://spam.example")),
        change("unknown-field", (fields) => fields.set("is_admin", "1")),
        change("missing-field", (fields) => fields.delete("email")),
      ];
    },
  },
  capabilities: {
    subjectRights: { address: "ann@example.com", results: { access: "nothing-found", erase: "nothing-found" } },
  },
};
