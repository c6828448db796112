import { jsonAnswer } from "../simulator/json-answer.js";
import { contentRequestSchema, contentVariablesSchema } from "./twilio-request-schemas.js";
import { TWILIO_TEMPLATES } from "./twilio-templates-sample.js";
import { twilioFailure } from "./twilio-failure.js";

interface StoredContent {
  readonly sid: string;
  readonly friendly_name: string;
  readonly slots: number;
}

/** The contents of a simulated account: the approved templates, and what was stored by API. */
export class TwilioContents {
  readonly #stored: StoredContent[] = [];

  /** A new content. `undefined`: the request breaks the API's rules. */
  store(body: unknown): Response | undefined {
    const parsed = contentRequestSchema.safeParse(body);
    if (!parsed.success) return undefined;
    const { friendly_name: name, types } = parsed.data;
    const slots = new Set(JSON.stringify(types).match(/\{\{\d+\}\}/g)).size;
    const sid = `HX${(0x1000 + this.#stored.length).toString(16).padStart(32, "0")}`;
    const content = { ...parsed.data, sid, friendly_name: name, slots };
    this.#stored.push(content);
    return jsonAnswer(201, content);
  }

  /** What was stored by API is gone. */
  removeStored(): void {
    this.#stored.length = 0;
  }

  list(): Response {
    return jsonAnswer(200, { contents: this.#stored, meta: { next_page_url: null } });
  }

  fetch(sid: string): Response {
    const found = [...TWILIO_TEMPLATES, ...this.#stored].find((content) => content.sid === sid);
    return found === undefined ? twilioFailure(404, 20_404) : jsonAnswer(200, found);
  }

  /** Two to a page, so that paging is tried. */
  catalogue(query: URLSearchParams): Response {
    const page = Number(query.get("Page") ?? "0");
    const all = [...TWILIO_TEMPLATES, ...this.#stored];
    const next = `https://content.twilio.com/v1/ContentAndApprovals?PageSize=2&Page=${page + 1}`;
    return jsonAnswer(200, {
      contents: all.slice(page * 2, page * 2 + 2),
      meta: { next_page_url: page * 2 + 2 < all.length ? next : null },
    });
  }

  /** The error of a content that is unknown, not approved, or filled wrongly. */
  problemOf(sid: string, variables = "{}"): number | undefined {
    const values = contentVariablesSchema.safeParse(parseJson(variables));
    if (!values.success || Object.values(values.data).some((value) => [...value].length > 1_600)) return 21_656;
    const stored = this.#stored.find((content) => content.sid === sid);
    if (stored !== undefined) return Object.keys(values.data).length === stored.slots ? undefined : 21_656;
    const template = TWILIO_TEMPLATES.find((content) => content.sid === sid);
    if (template === undefined) return 21_655;
    return template.approval_requests.status === "approved" ? undefined : 63_027;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // No JSON: the schema refuses it.
    return undefined;
  }
}
