import { ProviderAnswerError, type TemplateV1, type TemplatesV1, readJsonAnswer } from "@plugboard/core/spec";
import { callTwilio } from "../call-twilio.js";
import { placeholdersOf } from "../placeholders-of.js";
import { SHAPE_PREFIX } from "../send/content-shape.js";
import { approvalPageSchema } from "../twilio-answer-schemas.js";
import type { TwilioConnection } from "../twilio-connection.js";

const STATUSES: ReadonlyMap<string, TemplateV1["status"]> = new Map([
  ["approved", "approved"],
  ["pending", "pending"],
  ["received", "pending"],
  ["unsubmitted", "pending"],
  ["rejected", "rejected"],
  ["paused", "paused"],
  ["disabled", "disabled"],
]);

/**
 * Capability `templates`. `name` is the ContentSid, which is what a message names a template by. Placeholders are numbered over header, body and
 * buttons together, so all of them count as the body's.
 * @see https://www.twilio.com/docs/content/content-api-resources#fetch-information-about-templates-and-approval-status
 */
export function twilioTemplates(connection: TwilioConnection): TemplatesV1 {
  return {
    doListTemplates: async (page) => {
      const response = await callTwilio(connection, {
        operation: "list-templates",
        method: "GET",
        endpoint: "content",
        path: `/v1/ContentAndApprovals?${page ?? "PageSize=100"}`,
      });
      if (response.status !== 200) throw ProviderAnswerError.of(response, "list-templates", connection.clock.now());
      const { contents, meta } = readJsonAnswer(response, approvalPageSchema);
      const next = meta.next_page_url ? new URL(meta.next_page_url).search.slice(1) : "";
      return {
        templates: contents
          .filter(({ friendly_name: name }) => name?.startsWith(SHAPE_PREFIX) !== true)
          .map(({ sid, language, variables, types, approval_requests: approval }) => ({
            name: sid,
            language: language ?? "und",
            status: STATUSES.get(approval?.status?.toLowerCase() ?? "unsubmitted") ?? "disabled",
            ...(approval?.category ? { category: approval.category.toLowerCase() } : {}),
            parameters: { header: 0, body: placeholdersOf({ variables, types }).size },
          })),
        ...(next === "" ? {} : { next }),
      };
    },
  };
}
