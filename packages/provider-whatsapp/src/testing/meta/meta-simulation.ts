import { z } from "zod";
import type { CloudAct } from "../cloud-api/cloud-dialect.js";
import { CloudSimulation } from "../cloud-api/cloud-simulation.js";
import type { SimulatedTemplate } from "../cloud-api/cloud-simulator-options.js";
import { graphError } from "../cloud-api/graph-error.js";
import { jsonAnswer } from "../simulator/json-answer.js";
import type { MetaSimulatorOptions } from "./meta-simulator-options.js";

const VERSIONED = /^\/v\d{2}\.\d\/([^/]+)(?:\/([a-z_]+))?$/;
const subscriptionSchema = z.strictObject({ override_callback_uri: z.url(), verify_token: z.string().min(1) });

/** Meta's side: the Graph API at any version, and the host its files are fetched from. */
export class MetaSimulation extends CloudSimulation {
  /** The address that was registered. */
  callbackUrl: string | undefined;

  constructor(private readonly settings: MetaSimulatorOptions) {
    super(settings, () => ({
      isAuthorized: ({ headers }) => headers["authorization"] === `Bearer ${settings.accessToken}`,
      unauthorized: () => graphError(401, 190, "Error validating access token: the session has expired"),
      actOf: (method, path, query) => this.actOf(method, path, query),
    }));
  }

  private actOf(method: string, path: string, query: URLSearchParams): CloudAct | undefined {
    const mediaId = query.get("mid");
    if (method === "GET" && path === "/whatsapp_business/attachments/" && mediaId !== null)
      return { act: "download", id: mediaId };
    const [, node, edge] = VERSIONED.exec(path) ?? [];
    if (node === undefined) return undefined;
    const { phoneNumberId, businessAccountId } = this.desk.sender;
    if (node === phoneNumberId) {
      if (method === "POST" && edge === "messages") return { act: "send" };
      if (method === "POST" && edge === "media") return { act: "upload" };
      if (method === "GET" && edge === undefined)
        return {
          act: "other",
          answer: () => jsonAnswer(200, { id: node, status: this.settings.numberStatus ?? "CONNECTED" }),
        };
      return undefined;
    }
    if (node === businessAccountId) {
      if (method === "GET" && edge === "message_templates")
        return { act: "other", answer: () => this.listTemplates(query.get("after")) };
      if (edge === "subscribed_apps" && method === "POST")
        return { act: "other", answer: ({ body }) => this.subscribe(body) };
      if (edge === "subscribed_apps" && method === "DELETE") {
        this.callbackUrl = undefined;
        return { act: "other", answer: () => jsonAnswer(200, { success: true }) };
      }
      return undefined;
    }
    if (edge !== undefined || (method !== "GET" && method !== "DELETE")) return undefined;
    return { act: method === "GET" ? "describe" : "delete", id: decodeURIComponent(node) };
  }

  private listTemplates(after: string | null): Response {
    const { templates } = this.desk;
    const size = this.settings.templatesPerPage ?? 100;
    const start = after === null ? 0 : Number(Buffer.from(after, "base64url").toString());
    const end = Math.min(templates.length, start + size);
    const cursor = Buffer.from(String(end)).toString("base64url");
    return jsonAnswer(200, {
      data: templates
        .slice(start, end)
        .map((template, index) => ({ ...listed(template), id: String(start + index + 1) })),
      paging: {
        cursors: { before: Buffer.from(String(start)).toString("base64url"), after: cursor },
        ...(end < templates.length ? { next: `https://graph.facebook.com/?after=${cursor}` } : {}),
      },
    });
  }

  private async subscribe(body: Uint8Array): Promise<Response> {
    const parsed = subscriptionSchema.safeParse(JSON.parse(Buffer.from(body).toString("utf8")));
    if (!parsed.success) {
      this.log.complaints.push("SUBSCRIPTION_INVALID");
      return graphError(400, 100, "Invalid parameter");
    }
    const { override_callback_uri: url, verify_token: token } = parsed.data;
    const challenge = "1158201444";
    const query = new URLSearchParams({
      "hub.mode": "subscribe",
      "hub.verify_token": token,
      "hub.challenge": challenge,
    });
    const answer = await this.settings.askCallback?.(`${url}?${query.toString()}`);
    if (answer !== undefined && (answer.status !== 200 || answer.body !== challenge))
      return graphError(400, 2200, "Callback verification failed");
    this.callbackUrl = url;
    return jsonAnswer(200, { success: true });
  }
}

function listed({ name, language, status, category, header, body }: SimulatedTemplate): Record<string, unknown> {
  return {
    name,
    language,
    status,
    category,
    components: [
      ...(header === undefined ? [] : [{ type: "HEADER", format: "TEXT", text: header }]),
      { type: "BODY", text: body },
    ],
  };
}
