import { type SendOutcomeInput, readJsonAnswer } from "@plugboard/core/spec";
import { contentAnswerSchema, contentPageSchema } from "../twilio-answer-schemas.js";
import type { TwilioConnection } from "../twilio-connection.js";
import { callContent, outcomeOfContentFailure } from "./content-call.js";
import type { ContentShape } from "./content-shape.js";

const PAGE_SIZE = 500;
const MAX_PAGES = 20;

/** The stored contents of an account that carry buttons and lists: looked up once, made where they are missing. */
export class StoredShapes {
  readonly #sids = new Map<string, Promise<string>>();

  constructor(private readonly connection: TwilioConnection) {}

  /** @returns the ContentSid, or what the lack of it means for the message. */
  async sidOf(shape: ContentShape): Promise<{ readonly sid: string } | { readonly outcome: SendOutcomeInput }> {
    const known = this.#sids.get(shape.name) ?? this.fetch(shape);
    this.#sids.set(shape.name, known);
    try {
      return { sid: await known };
    } catch (error) {
      this.#sids.delete(shape.name);
      return { outcome: outcomeOfContentFailure(error) };
    }
  }

  /** Twilio does not know it any more: somebody removed it. */
  forget(shape: ContentShape): void {
    this.#sids.delete(shape.name);
  }

  private async fetch(shape: ContentShape): Promise<string> {
    let path: string | undefined = `/v1/Content?PageSize=${PAGE_SIZE}`;
    for (let page = 0; path !== undefined && page < MAX_PAGES; page += 1) {
      const response = await callContent(this.connection, { operation: "store-shape", method: "GET", path }, 200);
      const { contents, meta } = readJsonAnswer(response, contentPageSchema);
      const found = contents.find(({ friendly_name: name }) => name === shape.name);
      if (found !== undefined) return found.sid;
      path = nextPath(meta.next_page_url);
    }
    const create = { operation: "store-shape", method: "POST", path: "/v1/Content", json: shape.request } as const;
    return readJsonAnswer(await callContent(this.connection, create, 201), contentAnswerSchema).sid;
  }
}

function nextPath(url: string | null | undefined): string | undefined {
  if (!url) return undefined;
  const { pathname, search } = new URL(url);
  return pathname + search;
}
