import {
  ContactCenterError,
  type HttpResponseV1,
  type SendOutcomeInput,
  outcomeOfStatus,
  partySchema,
  readJsonAnswer,
} from "@plugboard/core/spec";
import { callTwilio } from "../call-twilio.js";
import { contentAnswerSchema, contentPageSchema } from "../twilio-answer-schemas.js";
import type { TwilioConnection } from "../twilio-connection.js";
import type { ContentShape } from "./content-shape.js";

const PAGE_SIZE = 500;
const MAX_PAGES = 20;

/** Why there is no shape; the message itself has not left. */
class ShapeUnavailable extends Error {
  constructor(readonly outcome: SendOutcomeInput) {
    super("a stored content could not be had");
  }
}

/** The stored contents of an account that carry buttons and lists: looked up once, made where they are missing. */
export class StoredShapes {
  readonly #sids = new Map<string, Promise<string>>();

  constructor(private readonly connection: TwilioConnection) {}

  /** @returns the ContentSid, or what the lack of it means for the message: it has not left, so it is never `unknown`. */
  async sidOf(shape: ContentShape): Promise<{ readonly sid: string } | { readonly outcome: SendOutcomeInput }> {
    const known = this.#sids.get(shape.name) ?? this.fetch(shape);
    this.#sids.set(shape.name, known);
    try {
      return { sid: await known };
    } catch (error) {
      this.#sids.delete(shape.name);
      return { outcome: outcomeOf(error) };
    }
  }

  /** Twilio does not know it any more: somebody removed it. */
  forget(shape: ContentShape): void {
    this.#sids.delete(shape.name);
  }

  private async fetch(shape: ContentShape): Promise<string> {
    let path: string | undefined = `/v1/Content?PageSize=${PAGE_SIZE}`;
    for (let page = 0; path !== undefined && page < MAX_PAGES; page += 1) {
      const { contents, meta } = readJsonAnswer(await this.call({ method: "GET", path }, 200), contentPageSchema);
      const found = contents.find(({ friendly_name: name }) => name === shape.name);
      if (found !== undefined) return found.sid;
      path = nextPath(meta.next_page_url);
    }
    const made = await this.call({ method: "POST", path: "/v1/Content", json: shape.request }, 201);
    return readJsonAnswer(made, contentAnswerSchema).sid;
  }

  private async call(
    call: { method: "GET" | "POST"; path: string; json?: unknown },
    expected: number,
  ): Promise<HttpResponseV1> {
    const response = await callTwilio(this.connection, { operation: "store-shape", endpoint: "content", ...call });
    if (response.status === expected) return response;
    throw new ShapeUnavailable(outcomeOfStatus(response, this.connection.clock.now()));
  }
}

function nextPath(url: string | null | undefined): string | undefined {
  if (!url) return undefined;
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function outcomeOf(error: unknown): SendOutcomeInput {
  if (error instanceof ShapeUnavailable) return settled(error.outcome);
  if (!ContactCenterError.isInstance(error)) throw error;
  if (error.code === "ANSWER_INVALID") return tryAgain("ANSWER_UNREADABLE", "provider");
  if (error.code !== "TRANSFER_FAILED") throw error;
  return tryAgain("PROVIDER_UNAVAILABLE", partySchema.catch("network").parse(error.details["party"]));
}

/** A call for a shape that nobody knows the end of says nothing of the message. */
function settled(outcome: SendOutcomeInput): SendOutcomeInput {
  return outcome.outcome === "unknown" || outcome.outcome === "received"
    ? tryAgain("PROVIDER_UNAVAILABLE", "provider")
    : outcome;
}

const tryAgain = (code: string, party: ReturnType<typeof partySchema.parse>): SendOutcomeInput => ({
  outcome: "try-again",
  code,
  party,
  scope: "message",
});
