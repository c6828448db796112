import { z } from "zod";
import type { CloudAct } from "../cloud-api/cloud-dialect.js";
import { CloudSimulation } from "../cloud-api/cloud-simulation.js";
import { jsonAnswer } from "../simulator/json-answer.js";
import type { Dialog360SimulatorOptions } from "./dialog360-simulator-options.js";

const webhookSchema = z.strictObject({ url: z.url(), headers: z.record(z.string(), z.string()).optional() });

/** 360dialog's side: Meta's paths without the number's id, a key in a header, a webhook with headers of the account's choice. */
export class Dialog360Simulation extends CloudSimulation {
  /** What was set last; 360dialog posts there, with these headers. */
  webhook: z.infer<typeof webhookSchema> | undefined;

  constructor(private readonly settings: Dialog360SimulatorOptions) {
    super(settings, () => ({
      isAuthorized: ({ headers }) => headers["d360-api-key"] === settings.apiKey,
      unauthorized: () => jsonAnswer(401, { error: "Unauthorized - Invalid or missing D360-API-KEY" }),
      actOf: (method, path, query) => this.actOf(method, path, query),
    }));
  }

  private actOf(method: string, path: string, query: URLSearchParams): CloudAct | undefined {
    switch (`${method} ${path}`) {
      case "POST /messages":
        return { act: "send" };
      case "POST /media":
        return { act: "upload" };
      case "GET /whatsapp_business/attachments/":
        return { act: "download", id: query.get("mid") ?? "" };
      case "GET /v1/configs/templates":
        return { act: "other", answer: () => this.listTemplates(query) };
      case "GET /v1/configs/webhook":
        return { act: "other", answer: () => jsonAnswer(200, this.webhook ?? { url: "" }) };
      case "POST /v1/configs/webhook":
        return { act: "other", answer: ({ body }) => this.setWebhook(body) };
    }
    const id = /^\/(\d+)$/.exec(path)?.[1];
    if (id === undefined || (method !== "GET" && method !== "DELETE")) return undefined;
    return { act: method === "GET" ? "describe" : "delete", id };
  }

  private listTemplates(query: URLSearchParams): Response {
    const offset = Number(query.get("offset") ?? 0);
    const limit = Math.min(Number(query.get("limit") ?? 1_000), this.settings.templatesPerPage ?? 1_000);
    const page = this.desk.templates.slice(offset, offset + limit);
    return jsonAnswer(200, {
      count: page.length,
      filters: {},
      limit,
      offset,
      sort: ["id"],
      total: this.desk.templates.length,
      waba_templates: page.map(({ name, language, status, category, header, body }) => ({
        name,
        language,
        // 360dialog writes states in lower case.
        status: status.toLowerCase(),
        category,
        components: [
          ...(header === undefined ? [] : [{ type: "HEADER", format: "TEXT", text: header }]),
          { type: "BODY", text: body },
        ],
      })),
    });
  }

  private setWebhook(body: Uint8Array): Response {
    const parsed = webhookSchema.safeParse(JSON.parse(Buffer.from(body).toString("utf8")));
    if (!parsed.success) {
      this.log.complaints.push("WEBHOOK_INVALID");
      return jsonAnswer(400, { error: "Bad Request" });
    }
    this.webhook = parsed.data;
    return jsonAnswer(200, parsed.data);
  }
}
