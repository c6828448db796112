import { ProviderAnswerError, type TemplateV1, type TemplatesV1, readJsonAnswer } from "@plugboard/core/spec";
import { callEdna } from "../call-edna.js";
import { messageMatchersSchema } from "../edna-answer-schemas.js";
import type { EdnaConnection } from "../edna-connection.js";

const STATUSES: ReadonlyMap<string, TemplateV1["status"]> = new Map([
  ["APPROVED", "approved"],
  ["PENDING", "pending"],
  ["IN_REVIEW", "pending"],
  ["NOT_SENT", "pending"],
  ["SENT", "pending"],
  ["REJECTED", "rejected"],
  ["PAUSED", "paused"],
]);

/**
 * Capability `templates`. `name` is the template's number, which is what a message names it by; edna gives the whole list at once.
 * @see https://docs-pulse.edna.io/docs/api/templates/get-by-request
 */
export function ednaTemplates(connection: EdnaConnection): TemplatesV1 {
  return {
    doListTemplates: async () => {
      const response = await callEdna(connection, {
        operation: "list-templates",
        path: "/api/message-matchers/get-by-request",
        body: { subjectId: connection.settings.subjectId, matcherTypes: ["OPERATOR", "USER", "CUSTOM"] },
      });
      if (response.status !== 200) throw ProviderAnswerError.of(response, "list-templates", connection.clock.now());
      const matchers = readJsonAnswer(response, messageMatchersSchema);
      return {
        templates: matchers
          .filter(({ channelType }) => channelType === null || channelType?.toUpperCase() === "WHATSAPP")
          .map((matcher) => ({
            name: String(matcher.id),
            language: matcher.language ?? "und",
            // A status that is not known cannot be relied on for sending.
            status: STATUSES.get(matcher.status?.toUpperCase() ?? "") ?? "disabled",
            ...(matcher.category ? { category: matcher.category.toLowerCase() } : {}),
            parameters: {
              header: countPlaceholders(matcher.content?.header?.text),
              body: countPlaceholders(matcher.content?.text),
            },
          })),
      };
    },
  };
}

/** Different placeholders: the same one may stand twice. */
function countPlaceholders(text: string | null | undefined): number {
  return new Set((text ?? "").match(/\{\{\s*[A-Za-z0-9_]+\s*\}\}/g)).size;
}
