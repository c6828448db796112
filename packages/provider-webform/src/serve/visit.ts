import type { SiteHostV1, SiteRequestV1 } from "@plugboard/core/spec";
import { chooseLanguage } from "../form/choose-language.js";
import type { ShownForm } from "../form/shown-form.js";
import type { WebformContext } from "./webform-context.js";

/** One request with what follows from it: whose page it comes from, and which language its reader speaks. */
export interface Visit {
  readonly context: WebformContext;
  readonly request: SiteRequestV1;
  readonly host: SiteHostV1;
  /** The channel's address without a slash at the end. */
  readonly base: string;
  /** The origin of the form's own page. */
  readonly ownOrigin: string;
  readonly query: URLSearchParams;
  /** Of the website the request comes from; nothing for one that is not allowed, or that did not say. */
  readonly origin: string | undefined;
  readonly shown: ShownForm;
}

/** Never written to. */
const NO_QUERY = new URLSearchParams();

export function visitOf(context: WebformContext, request: SiteRequestV1, host: SiteHostV1): Visit {
  const { settings } = context.connection;
  const base = settings.publicUrl ?? request.baseUrl;
  const ownOrigin = context.originOf(base);
  const query = request.query === "" ? NO_QUERY : new URLSearchParams(request.query);
  const asked = query.get("lang");
  const accepted = (request.headers["accept-language"] ?? "").slice(0, 200).split(",");
  const wished = [...(asked === null ? [] : [asked]), ...accepted.map((one) => one.split(";", 1)[0] ?? "")];
  const shown = context.shown(chooseLanguage(wished, settings.form.languages));
  return {
    context,
    request,
    host,
    base,
    ownOrigin,
    query,
    origin: originOf(request, ownOrigin, settings.origins),
    shown,
  };
}

function originOf({ method, headers }: SiteRequestV1, own: string, allowed: readonly string[]): string | undefined {
  const { origin } = headers;
  if (origin !== undefined) return origin !== "" && (origin === own || allowed.includes(origin)) ? origin : undefined;
  // A browser leaves it out on reads of its own origin only; on a post it is always there.
  const site = headers["sec-fetch-site"];
  return method === "GET" && (site === undefined || site === "same-origin" || site === "none") ? own : undefined;
}
