import { type ConnectionV1, parseUrl } from "@plugboard/core/spec";
import type { ShownForm } from "../form/shown-form.js";
import { showForm } from "../form/show-form.js";
import { OWN_NAMES } from "../view/own-names.js";
import { RateLimiter } from "../limits/rate-limiter.js";
import type { WebformCredentials } from "../settings/webform-credentials.js";
import type { WebformSettings } from "../settings/webform-settings.js";
import { RecentBodies } from "./recent-bodies.js";
import { TakenForms } from "./taken-forms.js";

export type WebformConnection = ConnectionV1<WebformSettings, WebformCredentials>;

/** What an open channel works with. */
export interface WebformContext {
  readonly connection: WebformConnection;
  readonly limiter: RateLimiter;
  readonly recent: RecentBodies;
  readonly taken: TakenForms;
  /** Names of the form's fields and of what it posts beside them. */
  readonly knownNames: ReadonlySet<string>;
  /** The live signing key first, then the one before, while it is rotated. */
  keys(): Promise<readonly [string, ...string[]]>;
  shown(language: string): ShownForm;
  /** The origin of an address; empty where it is none. */
  originOf(address: string): string;
}

export function webformContext(connection: WebformConnection): WebformContext {
  let last = { address: "", origin: "" };
  const byLanguage = new Map<string, ShownForm>();
  return {
    connection,
    limiter: new RateLimiter(),
    recent: new RecentBodies(),
    taken: new TakenForms(),
    knownNames: new Set([
      ...connection.settings.form.fields.map(({ name }) => name),
      ...Object.values<string>(OWN_NAMES),
    ]),
    async keys() {
      const { current, previous } = await connection.credentials.resolve();
      return previous === undefined ? [current.signingKey] : [current.signingKey, previous.signingKey];
    },
    originOf(address) {
      if (last.address !== address) last = { address, origin: parseUrl(address)?.origin ?? "" };
      return last.origin;
    },
    shown(language) {
      const known = byLanguage.get(language) ?? showForm(connection.settings.form, language);
      byLanguage.set(language, known);
      return known;
    },
  };
}
