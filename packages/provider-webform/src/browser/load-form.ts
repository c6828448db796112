import type { FormDelivery } from "../form/form-delivery.js";

/** Fetches the form and a token. @returns nothing when there is none to show. */
export async function loadForm(src: string, language: string): Promise<FormDelivery | undefined> {
  try {
    const query = language === "" ? "" : `?lang=${encodeURIComponent(language)}`;
    const response = await fetch(`${src}/form.json${query}`, {
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "strict-origin",
    });
    const delivery: unknown = response.ok ? await response.json() : undefined;
    return isDelivery(delivery) ? delivery : undefined;
  } catch {
    // Not reachable: what stands inside the element is shown instead.
    return undefined;
  }
}

function isDelivery(value: unknown): value is FormDelivery {
  return typeof value === "object" && value !== null && "form" in value && "token" in value && "minimumFillMs" in value;
}
