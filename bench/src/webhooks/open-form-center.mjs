import { join } from "node:path";
import { createContactCenter } from "@plugboard/core";
import { memorySecrets } from "@plugboard/core/memory";
import { webform } from "@plugboard/provider-webform";
import { sqliteStore } from "@plugboard/store-sqlite";
import { FORM_CHANNEL, FORM_ORIGIN, SIGNING_KEY } from "./create-form-post.mjs";

const act = { actor: "bench", authority: "administrator", at: "2026-01-01T00:00:00Z" };
const text = (/** @type {string} */ en) => ({ en });
const field = (/** @type {object} */ more) => ({
  label: text("Field"),
  purpose: text("to answer"),
  category: "none",
  required: true,
  ...more,
});
const settings = {
  form: {
    id: "contact",
    languages: ["en"],
    title: text("Write to us"),
    fields: [
      field({ type: "text", name: "full_name", role: "name" }),
      field({ type: "email", name: "email" }),
      field({ type: "select", name: "topic", options: [{ value: "order", label: text("Order") }] }),
      field({ type: "textarea", name: "message", role: "message" }),
    ],
  },
  countries: ["DE"],
  origins: [FORM_ORIGIN],
  minimumFillSeconds: 0,
  limits: { perVisitor: { count: 1_000_000, perSeconds: 1 }, perOrigin: { count: 1_000_000, perSeconds: 1 } },
};

/**
 * A host with the durable store and one web form; every submission reaches a handler, unless it only records.
 * @param {string} directory
 * @param {{ handles?: boolean }} [how] - `handles: false`: nothing but recording
 */
export async function openFormCenter(directory, { handles = true } = {}) {
  const center = await createContactCenter({
    store: sqliteStore(join(directory, "plugboard.db")),
    providers: [webform],
    authority: { unchecked: "the bench acts for its own accounts" },
    secrets: memorySecrets({ form: { signingKey: SIGNING_KEY } }),
  });
  await center.channels.activate({
    accountId: "bench",
    channelId: FORM_CHANNEL,
    providerId: "webform",
    settings,
    secret: "form",
    instructed: act,
    termsAccepted: act,
    shown: center.channels.disclosure("webform", settings),
    residency: { zones: ["EEA"] },
  });
  let handled = 0;
  if (handles) center.receive(() => void (handled += 1));
  return { center, path: `/sites/${FORM_CHANNEL}`, handled: () => handled };
}
