import { type SendOutcomeInput, readJsonAnswer } from "@plugboard/core/spec";
import { placeholdersOf } from "../placeholders-of.js";
import { contentDetailSchema } from "../twilio-answer-schemas.js";
import type { TwilioConnection } from "../twilio-connection.js";
import { callContent, outcomeOfContentFailure } from "./content-call.js";
import type { TemplateForm } from "./template-form.js";

/** A content can be changed; what is known of one is believed for so long. */
const BELIEVED_FOR_MS = 600_000;

interface StoredTemplate {
  readonly language: string;
  readonly placeholders: ReadonlySet<string>;
}

/**
 * What Twilio has stored under a template's ContentSid. It is read before the first use, because Twilio fills a placeholder that a message gives no
 * value for with the stored sample, and so would send what nobody handed over (R8).
 * @see https://www.twilio.com/docs/content/using-variables-with-content-api
 */
export class StoredTemplates {
  readonly #known = new Map<string, { readonly atMs: number; readonly template: Promise<StoredTemplate> }>();

  constructor(private readonly connection: TwilioConnection) {}

  /**
   * Why the message does not fit the template, or why that cannot be said; nothing when it fits.
   * @param transferId - which template a person gets is part of the message, so the reading belongs to its transfer.
   */
  async problemOf(
    transferId: string,
    { sid, language, given }: TemplateForm["template"],
  ): Promise<SendOutcomeInput | undefined> {
    let template: StoredTemplate;
    try {
      template = await this.read(transferId, sid);
    } catch (error) {
      this.#known.delete(sid);
      return outcomeOfContentFailure(error);
    }
    if (canonical(template.language) !== canonical(language)) return refusal("TEMPLATE_LANGUAGE_UNKNOWN");
    const fits = given.length === template.placeholders.size && given.every((name) => template.placeholders.has(name));
    return fits ? undefined : refusal("TEMPLATE_PARAMETER_INVALID");
  }

  private read(transferId: string, sid: string): Promise<StoredTemplate> {
    const nowMs = this.connection.clock.now();
    const known = this.#known.get(sid);
    if (known !== undefined && nowMs - known.atMs < BELIEVED_FOR_MS) return known.template;
    const template = this.fetch(transferId, sid);
    this.#known.set(sid, { atMs: nowMs, template });
    return template;
  }

  private async fetch(transferId: string, sid: string): Promise<StoredTemplate> {
    const call = { operation: "send-message", transferId, method: "GET", path: `/v1/Content/${sid}` } as const;
    const content = readJsonAnswer(await callContent(this.connection, call, 200), contentDetailSchema);
    return { language: content.language, placeholders: placeholdersOf(content) };
  }
}

const refusal = (code: string): SendOutcomeInput => ({ outcome: "refused", code, party: "account" });

/** `pt_BR` and `pt-br` are one language. */
const canonical = (language: string): string => language.replaceAll("_", "-").toLowerCase();
