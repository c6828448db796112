import { type TemplatesV1, readJsonAnswer } from "@plugboard/core/spec";
import { z } from "zod";
import { checkedCall } from "../cloud-api/checked-call.js";
import type { CloudRoute } from "../cloud-api/cloud-route.js";
import { readTemplate } from "../cloud-api/templates/read-template.js";
import { listedTemplateSchema } from "../cloud-api/templates/template-schemas.js";

const PAGE = 100;
const pageSchema = z.object({ waba_templates: z.array(listedTemplateSchema), total: z.int().nullish() });

/**
 * Capability `templates`: a page of the account's catalogue; `page` is the position of its first template.
 * @see https://docs.360dialog.com/docs/messaging-api/api-reference/templates
 */
export function dialog360Templates(route: CloudRoute): TemplatesV1 {
  return {
    doListTemplates: async (page = "0") => {
      const offset = Number(page);
      const path = `/v1/configs/templates?limit=${PAGE}&offset=${offset}`;
      const response = await checkedCall(route, { operation: "list-templates", method: "GET", path });
      const { waba_templates: listed, total } = readJsonAnswer(response, pageSchema);
      const end = offset + listed.length;
      const isMore = listed.length > 0 && (total ? end < total : listed.length === PAGE);
      return { templates: listed.map(readTemplate), ...(isMore ? { next: String(end) } : {}) };
    },
  };
}
