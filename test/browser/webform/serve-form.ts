import { onTestFinished } from "vitest";
import { type FormSiteOptions, type FormStand, startFormSite } from "./start-form-site.js";

/** A host with a form and a website that shows it, for the time of one test. */
export async function serveForm(options: FormSiteOptions = {}): Promise<FormStand> {
  const site = await startFormSite(options);
  onTestFinished(() => site.close());
  return site;
}
