import { inject, injectable } from "tsyringe";
import { z } from "zod";
import { TOKENS } from "../../di/tokens.js";
import type { TemplateV1 } from "../../spec/capabilities/templates.js";
import type { CapabilityCalls } from "../capability-calls.js";

/** Pages read at most: a catalogue that never ends is a defect of its provider. */
const MOST_PAGES = 200;
const pageSchema = z.lazy(() =>
  z.object({
    templates: z.array(
      z.object({
        name: z.string(),
        language: z.string(),
        status: z.enum(["approved", "pending", "rejected", "paused", "disabled"]),
        category: z.string().optional(),
        parameters: z.object({ header: z.number(), body: z.number() }),
      }),
    ),
    next: z.string().optional(),
  }),
);

/** The approved message forms of a channel's provider. */
@injectable()
export class Templates {
  constructor(@inject(TOKENS.CapabilityCalls) private readonly calls: CapabilityCalls) {}

  /** The whole catalogue with the status of each. @throws {RequestError} as every call of a capability. */
  list(accountId: string, channelId: string): Promise<TemplateV1[]> {
    return this.calls.call(accountId, channelId, "templates", async (capability) => {
      const found: TemplateV1[] = [];
      let page: string | undefined;
      for (let count = 0; count < MOST_PAGES; count += 1) {
        const { templates, next } = pageSchema.parse(await capability.doListTemplates(page));
        for (const { category, ...template } of templates)
          found.push(category === undefined ? template : { ...template, category });
        if (next === undefined) return found;
        page = next;
      }
      return found;
    });
  }
}
