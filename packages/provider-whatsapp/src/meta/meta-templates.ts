import { type TemplatesV1, readJsonAnswer } from "@plugboard/core/spec";
import { z } from "zod";
import { checkedCall } from "../cloud-api/checked-call.js";
import type { CloudRoute } from "../cloud-api/cloud-route.js";
import { readTemplate } from "../cloud-api/templates/read-template.js";
import { listedTemplateSchema } from "../cloud-api/templates/template-schemas.js";
import type { MetaSettings } from "./meta-settings.js";

const pageSchema = z.object({
  data: z.array(listedTemplateSchema),
  paging: z
    .object({ cursors: z.object({ after: z.string().nullish() }).nullish(), next: z.string().nullish() })
    .nullish(),
});

/**
 * Capability `templates`: a page of the account's catalogue; `page` is the cursor of the one before.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-account/template-api
 */
export function metaTemplates(route: CloudRoute, { graphVersion, businessAccountId }: MetaSettings): TemplatesV1 {
  return {
    doListTemplates: async (page) => {
      const query = new URLSearchParams({ fields: "name,language,status,category,components", limit: "100" });
      if (page !== undefined) query.set("after", page);
      const path = `/${graphVersion}/${businessAccountId}/message_templates?${query.toString()}`;
      const response = await checkedCall(route, { operation: "list-templates", method: "GET", path });
      const { data, paging } = readJsonAnswer(response, pageSchema);
      const after = paging?.next ? paging.cursors?.after : undefined;
      return { templates: data.map(readTemplate), ...(after ? { next: after } : {}) };
    },
  };
}
