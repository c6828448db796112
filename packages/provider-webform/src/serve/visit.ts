import type { SiteHostV1, SiteRequestV1 } from "@plugboard/core/spec";
import { chooseLanguage } from "../form/choose-language.js";
import type { ShownForm } from "../form/shown-form.js";
import type { WebformContext } from "./webform-context.js";

/** Never written to. */
const NO_QUERY = new URLSearchParams();

/**
 * One request with what follows from it: whose page it comes from, and which language its reader speaks. Found out when it is asked for: a
 * submission of the element asks for little of it.
 */
export class Visit {
  private knownBase: string | undefined;
  private knownQuery: URLSearchParams | undefined;
  private knownOrigin: { readonly origin: string | undefined } | undefined;
  private knownShown: ShownForm | undefined;

  constructor(
    readonly context: WebformContext,
    readonly request: SiteRequestV1,
    readonly host: SiteHostV1,
  ) {}

  /** The channel's address without a slash at the end. */
  get base(): string {
    this.knownBase ??= this.context.connection.settings.publicUrl ?? this.request.baseUrl;
    return this.knownBase;
  }

  /** The origin of the form's own page. */
  get ownOrigin(): string {
    return this.context.originOf(this.base);
  }

  get query(): URLSearchParams {
    this.knownQuery ??= this.request.query === "" ? NO_QUERY : new URLSearchParams(this.request.query);
    return this.knownQuery;
  }

  /** Of the website the request comes from; nothing for one that is not allowed, or that did not say. */
  get origin(): string | undefined {
    this.knownOrigin ??= { origin: this.findOrigin() };
    return this.knownOrigin.origin;
  }

  /** The element asks for data; a page without a script gets a page. */
  get wantsJson(): boolean {
    return this.request.headers["accept"] === "application/json";
  }

  /** The form in the language the reader is shown. */
  get shown(): ShownForm {
    this.knownShown ??= this.context.shown(this.language());
    return this.knownShown;
  }

  /** The same in the language that the form was shown in: the one whose wording was agreed to. */
  inLanguage(language: string): this {
    this.knownShown = this.context.shown(language);
    return this;
  }

  private findOrigin(): string | undefined {
    const { method, headers } = this.request;
    const { origin } = headers;
    if (origin !== undefined) {
      const isAllowed = this.context.connection.settings.origins.includes(origin);
      return origin !== "" && (isAllowed || origin === this.ownOrigin) ? origin : undefined;
    }
    // A browser leaves it out on reads of its own origin only; on a post it is always there.
    const site = headers["sec-fetch-site"];
    const isOwn = method === "GET" && (site === undefined || site === "same-origin" || site === "none");
    return isOwn ? this.ownOrigin : undefined;
  }

  private language(): string {
    const asked = this.query.get("lang");
    const accepted = (this.request.headers["accept-language"] ?? "").slice(0, 200).split(",");
    const wished = [...(asked === null ? [] : [asked]), ...accepted.map((one) => one.split(";", 1)[0] ?? "")];
    return chooseLanguage(wished, this.context.connection.settings.form.languages);
  }
}
