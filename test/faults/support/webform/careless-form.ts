import type { ProviderV1, SiteAnswerV1, SiteV1 } from "@plugboard/core";
import { webform } from "@plugboard/provider-webform";

let taken = 0;

/** A form that takes what comes: no origin, no token, no limits, nothing looked at. For the runs that prove that a row can fail. */
export const takesAnything: SiteV1["doServe"] = async ({ body, headers }, host) => {
  taken += 1;
  const deduplicationKey = `careless-${String(taken)}`;
  await host.accept({
    deduplicationKey,
    contentType: headers["content-type"] ?? "",
    body,
    attributes: { nonce: deduplicationKey },
  });
  return { status: 200, headers: { "content-type": "text/plain" }, body: "taken" };
};

/** The web form with its posts answered so instead. */
export function carelessForm(post: SiteV1["doServe"]): ProviderV1 {
  return wrapForm((site) => ({
    doServe: (request, host) => (request.method === "POST" ? post(request, host) : site.doServe(request, host)),
  }));
}

/** The web form with its answers changed. */
export const changedAnswers = (change: (answer: SiteAnswerV1) => SiteAnswerV1): ProviderV1 =>
  wrapForm((site) => ({ doServe: async (request, host) => change(await site.doServe(request, host)) }));

function wrapForm(wrap: (site: SiteV1) => SiteV1): ProviderV1 {
  return {
    ...webform,
    open: async (connection) => {
      const instance = await webform.open(connection);
      if (instance.site === undefined) throw new Error("the web form has no site");
      return { ...instance, site: wrap(instance.site) };
    },
  };
}
