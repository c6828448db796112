import { startFormSite } from "../../../browser/webform/start-form-site.js";
import { tellHealth } from "../bombs/tell-health.js";
import { carelessForm } from "./careless-form.js";

/** A host with a contact form, started with whether it is careless. */
const [mode = ""] = process.argv.slice(2);
const limits = {
  perVisitor: { count: 1_000_000, perSeconds: 60 },
  perOrigin: { count: 1_000_000, perSeconds: 60 },
};
// A careless form reads what comes with a pattern of its own.
const careless = carelessForm(({ body }) => {
  const found = Buffer.from(body)
    .toString()
    .split(/(?:&|\r\n)+/)
    .map((part) => part.replaceAll(/%../g, "x"));
  return { status: 200, headers: {}, body: String(found.length) };
});
const { form, shop } = await startFormSite({
  settings: () => ({ limits }),
  ...(mode === "careless" && { provider: careless }),
});
tellHealth({ form, shop });
